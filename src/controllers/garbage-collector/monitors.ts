import type { Clock } from '../../base/clock.ts';
import { withDeadline } from '../../base/deadline.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { discover, discoveredKind, type DiscoveredResource } from '../../client/discovery.ts';
import { Reflector } from '../../client/informer/reflector.ts';
import type { KubeObject } from '../../model/kind.ts';
import type { OwnerGraph } from './graph.ts';

export interface MonitorsOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  readonly graph: OwnerGraph;
}

interface Monitor {
  readonly resource: DiscoveredResource;
  readonly stop: AbortController;
  readonly listed: Promise<void>;
  readonly done: Promise<void>;
  readonly uids: Map<string, string>;
}

/** Events are many, owned by nobody, and go by themselves. */
const ignored = new Set(['events.', 'events.events.k8s.io']);
const rediscoverMs = 30_000;
/** A resource that cannot be listed, perhaps because its server is down, must not stop everything. */
const patienceMs = 30_000;

/** Watches the metadata of every resource there is, also of those that come later. */
export class Monitors {
  readonly #options: MonitorsOptions;
  readonly #monitors = new Map<string, Monitor>();

  constructor(options: MonitorsOptions) {
    this.#options = options;
  }

  /** The resource of a kind, in the version that is watched. */
  resourceOf(group: string, kind: string): DiscoveredResource | undefined {
    for (const { resource } of this.#monitors.values()) if (resource.group === group && resource.kind === kind) return resource;
    return undefined;
  }

  /** Calls back once everything that can be is known; then keeps up until the signal aborts. */
  async run(known: () => void, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    let isKnown = false;
    while (!signal.aborted) {
      try {
        await this.#update(signal);
        await this.#listed(signal);
        if (!isKnown) known();
        isKnown = true;
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'resources could not be discovered');
      }
      await clock.sleep(isKnown ? rediscoverMs : 1000, signal);
    }
    await Promise.all([...this.#monitors.values()].map(({ done }) => done));
  }

  async #update(signal: AbortSignal): Promise<void> {
    const { resources, failedGroups } = await discover(this.#options.client, { signal });
    const wanted = new Map(resources.filter(isWatchable).map((resource) => [keyOf(resource), resource]));
    for (const [key, monitor] of this.#monitors) {
      const { group, version } = monitor.resource;
      // What its server does not tell of now is not gone for that.
      if (failedGroups.includes(group ? `${group}/${version}` : version)) continue;
      const now = wanted.get(key);
      if (now?.version !== version) this.#stop(key, monitor);
    }
    for (const [key, resource] of wanted) if (!this.#monitors.has(key)) this.#monitors.set(key, this.#start(resource, signal));
  }

  #start(resource: DiscoveredResource, signal: AbortSignal): Monitor {
    const { client, clock, log, graph } = this.#options;
    const stop = new AbortController();
    const { promise: listed, resolve } = Promise.withResolvers<void>();
    const uids = new Map<string, string>();
    const apply = (object: KubeObject) => {
      const { namespace = '', name, uid } = object.metadata;
      const key = `${namespace}/${name}`;
      const before = uids.get(key);
      if (before !== undefined && before !== uid) graph.remove(before);
      uids.set(key, uid);
      graph.apply(resource, object);
    };
    const remove = (key: string) => {
      const uid = uids.get(key);
      uids.delete(key);
      if (uid !== undefined) graph.remove(uid);
    };
    const sink = {
      replaceAll(objects: readonly KubeObject[]) {
        const gone = new Set(uids.keys());
        for (const object of objects) {
          gone.delete(`${object.metadata.namespace ?? ''}/${object.metadata.name}`);
          apply(object);
        }
        for (const key of gone) remove(key);
        resolve();
      },
      apply,
      remove: ({ metadata }: KubeObject) => remove(`${metadata.namespace ?? ''}/${metadata.name}`),
      reached() {},
    };
    const reflector = new Reflector({ kind: discoveredKind(resource), metadataOnly: true, sink, client, clock, log });
    return { resource, stop, listed, uids, done: reflector.run(AbortSignal.any([signal, stop.signal])) };
  }

  #stop(key: string, { stop, uids }: Monitor): void {
    stop.abort();
    this.#monitors.delete(key);
    for (const uid of uids.values()) this.#options.graph.forget(uid);
  }

  async #listed(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    const all = Promise.all([...this.#monitors.values()].map(({ listed }) => listed));
    try {
      await withDeadline(all, { timeoutMs: patienceMs, otherwise: 'not all resources could be listed', signal, clock });
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'going on without some resources');
    }
  }
}

const keyOf = ({ plural, group }: DiscoveredResource): string => `${plural}.${group}`;

const isWatchable = (resource: DiscoveredResource): boolean =>
  ['delete', 'list', 'watch'].every((verb) => resource.verbs.includes(verb)) && !ignored.has(keyOf(resource));
