import type { Command } from 'commander';
import { homedir } from 'node:os';
import { systemClock } from '../../base/clock.ts';
import { createLog, type Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { createClient } from '../../client/create-client.ts';
import { ClientMetrics } from '../../client/http/client-metrics.ts';
import { httpTransport } from '../../client/http/http-transport.ts';
import { clusterAccess, type ClusterAccess } from '../../client/kubeconfig/access.ts';
import { kubeconfigPaths, loadKubeconfig } from '../../client/kubeconfig/load.ts';
import type { Component } from '../../runtime/component.ts';
import { runStages } from '../../runtime/run-stages.ts';
import { featureGatesOption, logLevel, type FeatureSettings } from './options.ts';
import { untilStopped } from './until-stopped.ts';

export interface PartFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly featureGates: FeatureSettings;
  readonly v: string;
}

/** The options of every part that runs alone against an API server. */
export const partCommand = (program: Command, name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .option('--kubeconfig <file>', 'how to reach the API server; $KUBECONFIG or ~/.kube/config, unless given')
    .option('--context <name>', 'a context of the kubeconfig; the current one, unless given')
    .addOption(featureGatesOption())
    .option('-v <level>', 'log level: trace, debug, info, warn or error', logLevel, 'info');

export interface PartContext {
  readonly client: Client;
  readonly log: Log;
}

/** What else there is for parts that act as several users. */
export interface PartConnection extends PartContext {
  readonly access: ClusterAccess;
  /** Of what is sent to the API server. */
  readonly clientMetrics: ClientMetrics;
  /** Disposes of what is given here when the part has stopped. */
  readonly resources: AsyncDisposableStack;
}

/** Runs a part against the API server of a kubeconfig until the process is asked to stop. */
export const runPart = (
  name: string,
  { kubeconfig, context, v }: PartFlags,
  stages: (context: PartConnection) => Promise<readonly (readonly Component[])[]> | readonly (readonly Component[])[],
): Promise<void> =>
  untilStopped(async (signal) => {
    const log = createLog({ level: v, part: name });
    const paths = kubeconfig === undefined ? kubeconfigPaths({ environment: process.env, homeDirectory: homedir() }) : [kubeconfig];
    const access = await clusterAccess(await loadKubeconfig(paths), { context });
    const clientMetrics = new ClientMetrics();
    await using resources = new AsyncDisposableStack();
    const transport = resources.use(httpTransport({ access, clock: systemClock, metrics: clientMetrics }));
    const client = createClient({ transport, userAgent: `kube-${name}`, clock: systemClock });
    log.info({ server: access.server }, 'starting');
    await runStages(await stages({ client, log, access, clientMetrics, resources }), signal);
  });
