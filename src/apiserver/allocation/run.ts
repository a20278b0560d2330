import type { KubeObject } from '../../model/kind.ts';
import type { Call, VerbContext } from '../call.ts';
import type { Allocation } from './allocator.ts';

const nothing: Allocation = { undo: async () => {}, settled: async () => {} };

/** Gives the object what it needs from shared ranges. */
export async function allocate(
  object: KubeObject,
  previous: Readonly<KubeObject> | undefined,
  { call, context, dryRun }: { call: Call; context: VerbContext; dryRun: boolean },
): Promise<Allocation> {
  const allocator = allocatorOf(call, context);
  return allocator ? allocator.allocate(object, previous, { reader: context.reader, resourceOf: context.resourceOf, dryRun }) : nothing;
}

/** Gives back what a deleted object held. */
export async function release(object: Readonly<KubeObject>, { call, context }: { call: Call; context: VerbContext }): Promise<void> {
  await allocatorOf(call, context)?.release(object, { reader: context.reader, resourceOf: context.resourceOf, dryRun: false });
}

/** As upstream. */
const repairEveryMs = 3 * 60_000;

/** Repairs what allocators keep, until the signal aborts. */
export async function repairAllocations(
  { allocators, reader, clock, log }: Pick<VerbContext, 'allocators' | 'reader' | 'clock' | 'log'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(repairEveryMs, signal);
    if (signal.aborted) return;
    try {
      for (const allocator of allocators) await allocator.repair?.(reader);
    } catch (error) {
      log.error({ error }, 'allocations could not be repaired');
    }
  }
}

const allocatorOf = ({ resource }: Call, { allocators }: VerbContext) =>
  allocators.find(({ group, plural }) => group === resource.kind.group && plural === resource.kind.plural);
