import { withDeadline } from '../base/deadline.ts';
import type { Clock } from '../base/clock.ts';
import { keyOf, type Informers } from '../client/informer.ts';
import type { Client } from '../client/client.ts';
import { Pod } from '../kinds/core/pod/index.ts';
import type { Preparation } from './plugin.ts';
import type { AssumedObjects } from './snapshot/assumed-objects.ts';
import type { ClusterState } from './snapshot/cluster-state.ts';
import type { NodeInfo } from './snapshot/node-info.ts';

export interface PrepareOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly informers: Informers;
  readonly assumed: AssumedObjects;
  readonly cluster: ClusterState;
  readonly signal: AbortSignal;
}

/** As upstream: ten minutes for others to do their part. */
const timeoutMs = 600_000;

/** From now on others are judged as if all were written. */
export function assume({ writes }: Preparation, { assumed }: PrepareOptions): void {
  for (const { kind, object } of writes) assumed.assume(kind, object);
}

/** Writes, and waits for others to do their part. Rejects when they cannot, or not in time; then nothing unwritten is assumed any more. */
export async function prepare(
  preparation: Preparation,
  { pod, node }: { pod: Pod; node: NodeInfo },
  options: PrepareOptions,
): Promise<void> {
  const { assumed, clock, signal } = options;
  try {
    await write(preparation, options);
    const done = isDone(preparation, { pod, node }, options);
    await withDeadline(done.promise, { timeoutMs, otherwise: 'binding volumes: context deadline exceeded', clock, signal }).finally(
      done.stop,
    );
  } catch (error) {
    for (const { kind, object } of preparation.writes) assumed.giveUp(kind, object.metadata);
    throw error;
  }
}

async function write({ writes }: Preparation, { client, assumed, signal }: PrepareOptions): Promise<void> {
  for (const { kind, object } of writes) assumed.assume(kind, await client.update(kind, object, { signal }), { isWritten: true });
}

/** Looks again whenever one of the objects that matter has changed. */
function isDone(
  { awaits, isDone: check }: Preparation,
  { pod, node }: { pod: Pod; node: NodeInfo },
  { informers, assumed, cluster }: PrepareOptions,
): { readonly promise: Promise<void>; readonly stop: () => void } {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const observers = new DisposableStack();
  const look = () => {
    try {
      if (check(assumed, cluster.node(node.name)?.labels ?? node.labels)) resolve();
    } catch (error) {
      reject(new Error(`binding volumes: ${error instanceof Error ? error.message : String(error)}`));
    }
  };
  for (const { kind, ref } of awaits) {
    const key = keyOf(ref);
    const changed = ({ metadata }: { metadata: { name: string; namespace?: string } }) => (keyOf(metadata) === key ? look() : undefined);
    observers.use(informers.of(kind).observe({ applied: changed, deleted: changed }));
  }
  const gone = (deleted: Pod) => {
    if (deleted.metadata.uid === pod.metadata.uid) reject(new Error('binding volumes: pod does not exist any more'));
  };
  observers.use(informers.of(Pod).observe({ deleted: gone }));
  look();
  return { promise, stop: () => observers[Symbol.dispose]() };
}
