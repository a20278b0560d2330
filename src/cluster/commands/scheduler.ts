import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { PartObserver } from '../part-observer.ts';
import { schedulerStages } from '../scheduler.ts';
import { leaderElectionConfiguration, ledStages, withLeaderElection, type LeaderElectionFlags } from './leader-election.ts';
import { Leadership } from './leadership.ts';
import { partCommand, runPart } from './part.ts';
import { servingStages, withServing, type ServingFlags } from './part-serving.ts';

type SchedulerFlags = ServingFlags & LeaderElectionFlags;

/** `kubets scheduler`: the scheduler alone. */
export function schedulerCommand(program: Command): void {
  const command = partCommand(program, 'scheduler', 'run the scheduler alone');
  withServing(withLeaderElection(command, 'kube-scheduler'), 10_259).action((flags: SchedulerFlags) =>
    runPart('scheduler', flags, async (connection) => {
      const { client, log } = connection;
      const observer = new PartObserver({ clock: systemClock });
      const leadership = new Leadership(flags.leaderElectResourceName);
      const stages = schedulerStages({ clientAs: () => client, clock: systemClock, log, observer });
      return [
        ...(await servingStages(flags, { connection, observer, leadership, configuration: configurationOf(flags) })),
        ...ledStages('scheduler', flags, { client, log, stages, leadership }),
      ];
    }),
  );
}

/** The part of upstream's KubeSchedulerConfiguration that there is here. */
const configurationOf = (flags: SchedulerFlags): Readonly<Record<string, object>> => ({
  componentconfig: {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    leaderElection: leaderElectionConfiguration(flags),
  },
});
