import { microTimestamp, type Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { Lease } from '../../kinds/coordination/lease.ts';

export interface HeartbeatsOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  readonly names: readonly string[];
  readonly isSilent: (name: string) => boolean;
}

/** How long a lease is good for, as kubelets have it, and how often it is renewed: less often, since there are many. */
const leaseSeconds = 40;
const everyMs = 20_000;
const ticks = 100;
const namespace = 'kube-node-lease';

/** Renews the leases of all nodes in turn, spread evenly over time, until the signal aborts. */
export async function renewLeases({ client, clock, log, names, isSilent }: HeartbeatsOptions, signal: AbortSignal): Promise<void> {
  for (let tick = 0; !signal.aborted; tick = (tick + 1) % ticks) {
    const due = names.filter((name, index) => index % ticks === tick && !isSilent(name));
    const body = { spec: { renewTime: microTimestamp(clock.now()) } };
    const renewals = due.map((name) => client.patch(Lease, { name, namespace }, { type: 'merge', body }, { signal }));
    for (const result of await Promise.allSettled(renewals)) {
      if (result.status === 'rejected' && !signal.aborted) log.warn({ err: result.reason }, 'lease of a fake node could not be renewed');
    }
    await clock.sleep(everyMs / ticks, signal);
  }
}

export async function createLease(name: string, { client, clock }: Pick<HeartbeatsOptions, 'client' | 'clock'>): Promise<void> {
  const spec = { holderIdentity: name, leaseDurationSeconds: leaseSeconds, renewTime: microTimestamp(clock.now()) };
  await client.create(Lease, { metadata: { name, namespace }, spec });
}
