import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import type { Component } from '../../runtime/component.ts';
import { whenLeader } from '../../runtime/leader-election.ts';
import { runStages } from '../../runtime/run-stages.ts';
import type { Leadership } from './leadership.ts';
import { boolean, duration } from './options.ts';
import type { PartContext } from './part.ts';

export interface LeaderElectionFlags {
  readonly leaderElect: boolean;
  readonly leaderElectLeaseDuration: number;
  readonly leaderElectRenewDeadline: number;
  readonly leaderElectRetryPeriod: number;
  readonly leaderElectResourceName: string;
  readonly leaderElectResourceNamespace: string;
}

/** The options, named as upstream's, of parts of which only one may work at a time. */
export const withLeaderElection = (command: Command, lease: string): Command =>
  command
    .option('--leader-elect [boolean]', 'work only while holding the lease, so that several can stand by', boolean, true)
    .option('--leader-elect-lease-duration <duration>', 'how long the others wait for a leader that is silent', duration, 15_000)
    .option('--leader-elect-renew-deadline <duration>', 'how long a leader tries to renew before it stops leading', duration, 10_000)
    .option('--leader-elect-retry-period <duration>', 'how long to wait between attempts', duration, 2000)
    .option('--leader-elect-resource-name <name>', 'the name of the lease', lease)
    .option('--leader-elect-resource-namespace <namespace>', 'the namespace of the lease', 'kube-system');

/** As upstream's configuration says it. */
export const leaderElectionConfiguration = (flags: LeaderElectionFlags): object => ({
  leaderElect: flags.leaderElect,
  leaseDuration: goDuration(flags.leaderElectLeaseDuration),
  renewDeadline: goDuration(flags.leaderElectRenewDeadline),
  retryPeriod: goDuration(flags.leaderElectRetryPeriod),
  resourceLock: 'leases',
  resourceName: flags.leaderElectResourceName,
  resourceNamespace: flags.leaderElectResourceNamespace,
});

const goDuration = (ms: number): string => `${ms / 1000}s`;

export interface Led extends PartContext {
  readonly stages: readonly (readonly Component[])[];
  readonly leadership: Leadership;
}

/** The stages of a part, run only while this process leads; losing the lease ends them, and the process with an error. */
export function ledStages(
  name: string,
  flags: LeaderElectionFlags,
  { client, log, stages, leadership }: Led,
): readonly (readonly Component[])[] {
  const working: Component = {
    name,
    async run(signal) {
      using _leading = leadership.begin();
      await runStages(stages, signal);
    },
  };
  if (!flags.leaderElect) return [[working]];
  const { leaderElectLeaseDuration: leaseMs, leaderElectRenewDeadline: renewDeadlineMs, leaderElectRetryPeriod: retryMs } = flags;
  if (leaseMs <= renewDeadlineMs) throw new Error('--leader-elect-lease-duration must be longer than --leader-elect-renew-deadline');
  if (renewDeadlineMs <= retryMs * 1.2) {
    throw new Error('--leader-elect-renew-deadline must be longer than 1.2 times --leader-elect-retry-period');
  }
  const led = whenLeader(working, {
    client,
    lease: { namespace: flags.leaderElectResourceNamespace, name: flags.leaderElectResourceName },
    identity: `${hostname()}_${randomUUID()}`,
    clock: systemClock,
    log,
    leaseMs,
    renewDeadlineMs,
    retryMs,
  });
  return [[led]];
}
