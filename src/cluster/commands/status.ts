import type { Command } from 'commander';
import { systemClock } from '../../base/clock.ts';
import { createClient } from '../../client/create-client.ts';
import { httpTransport } from '../../client/http/http-transport.ts';
import { clusterAccess } from '../../client/kubeconfig/access.ts';
import { loadKubeconfigFile } from '../../client/kubeconfig/load.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { runningCluster } from '../local-cluster/cluster-record.ts';
import { folderOf, say, withCluster, type ClusterFlags } from './cluster-option.ts';

/** `kubets status`: whether a local cluster runs, and how its nodes are. Ends with code 1 when something is not well. */
export function statusCommand(program: Command): void {
  withCluster(program.command('status'))
    .description('show whether the cluster runs and how its nodes are')
    .action((flags: ClusterFlags) => status(flags));
}

async function status(flags: ClusterFlags): Promise<void> {
  const record = await runningCluster(folderOf(flags));
  if (!record) {
    say(`cluster ${flags.name} does not run`);
    process.exitCode = 1;
    return;
  }
  const access = await clusterAccess(await loadKubeconfigFile(record.kubeconfig), { context: flags.name });
  await using transport = httpTransport({ access, clock: systemClock, requestTimeoutMs: 5_000 });
  const client = createClient({ transport, userAgent: 'kubets', clock: systemClock });
  const [nodes, pods] = await Promise.all([client.list(Node), client.list(Pod)]);
  say(`cluster ${flags.name} runs; API server ${access.server}, process ${record.process.pid}`);
  for (const {
    metadata,
    status: { conditions = [] },
  } of nodes.items) {
    const ready = conditions.find(({ type }) => type === 'Ready');
    const count = pods.items.filter(({ spec }) => spec.nodeName === metadata.name).length;
    say(
      `  node ${metadata.name}: ${ready?.status === 'True' ? 'ready' : `not ready (${ready?.message ?? 'it has not reported'})`}, ${count} ${count === 1 ? 'pod' : 'pods'}`,
    );
    if (ready?.status !== 'True') process.exitCode = 1;
  }
}
