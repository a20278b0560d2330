// Question: how do I test what depends on Kubernetes, without a cluster?
// A control plane in this process: no ports, no root, no files. Run it with the node of this package:
//   node examples/02-test-in-process.ts
import { startCluster } from 'kubets/testing';
import { Deployment } from 'kubets/kinds/apps/deployment/index.ts';
import { Pod } from 'kubets/kinds/core/pod/index.ts';

await using cluster = await startCluster({ parts: ['controllers'] });
const { client } = cluster;

const labels = { app: 'web' };
await client.create(Deployment, {
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas: 3,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
  },
});

const names = new Set<string>();
for await (const changes of client.watch(Pod, { namespace: 'default', after: '0', signal: AbortSignal.timeout(10_000) })) {
  for (const { type, object } of changes) if (type === 'ADDED') names.add(object.metadata.name);
  if (names.size === 3) break;
}
console.log(`the deployment has its pods: ${[...names].toSorted().join(', ')}`);
