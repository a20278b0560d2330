import type { Clock } from '../../../base/clock.ts';
import type { Client, WatchChange, WatchOptions } from '../../../client/client.ts';
import type { Kind, KubeObject } from '../../../model/kind.ts';
import type { Random } from './random.ts';

/** One life of a process. Once it has ended, nothing it asks for is answered. */
export interface Life {
  readonly signal: AbortSignal;
  /** Told of every write, before and after the server has done it. May end the life. */
  wrote(when: 'before' | 'after'): void;
}

export interface FaultyClientOptions {
  readonly life: Life;
  readonly clock: Clock;
  readonly random: Random;
  /** How late watches and answers may be. */
  readonly lagMs: number;
}

/** A client whose answers and watches lag, and that falls silent with the process it belongs to. */
export function faultyClient(client: Client, { life, clock, random, lagMs }: FaultyClientOptions): Client {
  const lag = () => clock.sleep(random.below(lagMs + 1), life.signal);
  const alive = () => life.signal.throwIfAborted();
  const late = async <T>(ask: () => Promise<T>): Promise<T> => {
    alive();
    await lag();
    alive();
    const answer = await ask();
    alive();
    return answer;
  };
  const write = <T>(ask: () => Promise<T>): Promise<T> =>
    late(async () => {
      life.wrote('before');
      alive();
      const answer = await ask();
      life.wrote('after');
      return answer;
    });
  return {
    ...client,
    get: (...args) => late(() => client.get(...args)),
    list: (...args) => late(() => client.list(...args)),
    request: (request) => late(() => client.request(request)),
    create: (...args) => write(() => client.create(...args)),
    post: (...args) => write(() => client.post(...args)),
    update: (...args) => write(() => client.update(...args)),
    patch: (...args) => write(() => client.patch(...args)),
    delete: (...args) => write(() => client.delete(...args)),
    async *watch<T extends KubeObject>(kind: Kind<T>, options: WatchOptions): AsyncGenerator<readonly WatchChange<T>[]> {
      for await (const changes of client.watch(kind, options)) {
        await lag();
        alive();
        yield changes;
      }
    },
  };
}
