import type { Clock } from '../../base/clock.ts';
import type { Client } from '../../client/client.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { ApiError } from '../../model/errors.ts';

export interface NodeReadinessOptions {
  readonly client: Client;
  /** The node's part of the pods' range, which its CNI configuration has already. */
  readonly podCidr: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly timeoutMs?: number;
}

const everyMs = 50;

/** Waits until the node has registered, tells it which addresses its pods have, and waits until it is ready for them. */
export async function untilNodeReady(
  name: string,
  { client, podCidr, signal, clock, timeoutMs = 60_000 }: NodeReadinessOptions,
): Promise<void> {
  const startedMs = clock.now();
  const deadlineMs = startedMs + timeoutMs;
  let last = 'it has not registered';
  while (clock.now() < deadlineMs) {
    signal.throwIfAborted();
    const node = await client.get(Node, { name }).catch(ifNotFound);
    if (node && !node.spec.podCIDR)
      await client.patch(Node, { name }, { type: 'merge', body: { spec: { podCIDR: podCidr, podCIDRs: [podCidr] } } });
    const ready = node?.status.conditions?.find(({ type }) => type === 'Ready');
    // One that was ready before the cluster stopped has to say so again. Times are in whole seconds.
    if (ready?.status === 'True' && Date.parse(ready.lastHeartbeatTime ?? '') >= startedMs - 1000) return;
    if (ready?.message) last = ready.message;
    await clock.sleep(everyMs, signal);
  }
  throw new Error(`node ${name} did not become ready within ${timeoutMs / 1000} s: ${last}`);
}

function ifNotFound(error: unknown): undefined {
  if (!ApiError.is(error, 'NotFound')) throw error;
}
