import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { schedulerStages } from '../scheduler.ts';
import { ledStages, withLeaderElection, type LeaderElectionFlags } from './leader-election.ts';
import { partCommand, runPart, type PartFlags } from './part.ts';

type SchedulerFlags = PartFlags & LeaderElectionFlags;

/** `kubets scheduler`: the scheduler alone. */
export function schedulerCommand(program: Command): void {
  withLeaderElection(partCommand(program, 'scheduler', 'run the scheduler alone'), 'kube-scheduler').action((flags: SchedulerFlags) =>
    runPart('scheduler', flags, ({ client, log }) => {
      const stages = schedulerStages({ clientAs: () => client, clock: systemClock, log });
      return ledStages('scheduler', flags, { client, log, stages });
    }),
  );
}
