import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { untilAborted } from '../base/unless-aborted.ts';
import type { Kind, KubeObject } from '../model/kind.ts';
import type { Client, Selection } from './client.ts';
import { LocalCopy } from './informer/local-copy.ts';
import { Reflector } from './informer/reflector.ts';
import type { Informer, Informers } from './informer.ts';

export interface InformersOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
}

export function createInformers({ client, clock, log }: InformersOptions): Informers {
  const informers = new Map<string, Informer<KubeObject>>();
  const reflectors: ((signal: AbortSignal) => Promise<void>)[] = [];
  let start: ((run: (signal: AbortSignal) => Promise<void>) => void) | undefined;

  const create = <T extends KubeObject>(kind: Kind<T>, selection: Selection): Informer<T> => {
    const copy: LocalCopy<T> = new LocalCopy(kind, { log, refresh: () => reflector.refresh() });
    const reflector: Reflector<T> = new Reflector({ kind, selection, sink: copy, client, clock, log });
    const run = (signal: AbortSignal) => reflector.run(signal);
    reflectors.push(run);
    start?.(run);
    return copy;
  };

  return {
    of<T extends KubeObject>(kind: Kind<T>, selection: Selection = {}): Informer<T> {
      const key = identityOf(kind, selection);
      const existing = informers.get(key) ?? create(kind, selection);
      informers.set(key, existing);
      // Found under the identity of its kind, so it holds objects of that kind.
      return existing as unknown as Informer<T>;
    },

    all: () => informers.values(),

    async run(signal) {
      const { promise: broken, reject } = Promise.withResolvers<never>();
      const stopping = new AbortController();
      const all = AbortSignal.any([signal, stopping.signal]);
      const running = new Set<Promise<void>>();
      start = (run) => void running.add(run(all).catch(reject));
      for (const run of reflectors) start(run);
      try {
        await Promise.race([untilAborted(signal), broken]);
      } finally {
        start = undefined;
        stopping.abort();
        await Promise.all(running);
      }
    },
  };
}

const identityOf = ({ group, version, plural }: Kind, { namespace = '', labelSelector = '', fieldSelector = '' }: Selection): string =>
  JSON.stringify([group, version, plural, namespace, labelSelector, fieldSelector]);
