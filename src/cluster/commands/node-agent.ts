import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { createLog } from '../../base/log.ts';
import type { AgentConfiguration } from '../local-cluster/agent-configuration.ts';
import { runNodeAgent } from '../node-agent/run.ts';
import { untilStopped } from './until-stopped.ts';

/** `kubets node-agent`: what `kubets up` runs on each of its nodes. */
export function nodeAgentCommand(program: Command): void {
  program
    .command('node-agent', { hidden: true })
    .description('run the kubelet, service proxy and DNS of a local node')
    .requiredOption('--config <file>', 'what the node has to know')
    .action(({ config }: { config: string }) =>
      untilStopped(async (signal) => {
        const { logLevel } = JSON.parse(await readFile(config, 'utf8')) as AgentConfiguration;
        await runNodeAgent(config, { clock: systemClock, log: createLog({ level: logLevel }), signal });
      }),
    );
}
