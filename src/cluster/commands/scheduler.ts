import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { schedulerStages } from '../scheduler.ts';
import { partCommand, runPart, type PartFlags } from './part.ts';

/** `kubets scheduler`: the scheduler alone. */
export function schedulerCommand(program: Command): void {
  partCommand(program, 'scheduler', 'run the scheduler alone').action((flags: PartFlags) =>
    runPart('scheduler', flags, ({ client, log }) => schedulerStages({ clientAs: () => client, clock: systemClock, log })),
  );
}
