import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { controllerManager } from '../controllers.ts';
import { partCommand, runPart, type PartFlags } from './part.ts';

interface ControllerManagerFlags extends PartFlags {
  readonly rootCaFile?: string;
}

/** `kubets controller-manager`: the controllers alone, all as the user of the kubeconfig. */
export function controllerManagerCommand(program: Command): void {
  partCommand(program, 'controller-manager', 'run the controllers alone')
    .option('--root-ca-file <file>', 'the authority of the API server, which is published to every namespace')
    .action((flags: ControllerManagerFlags) =>
      runPart('controller-manager', flags, async ({ client, log }) => {
        const rootCaPem = flags.rootCaFile === undefined ? undefined : await readFile(flags.rootCaFile, 'utf8');
        return controllerManager({ clientAs: () => client, clock: systemClock, log, settings: { rootCaPem } });
      }),
    );
}
