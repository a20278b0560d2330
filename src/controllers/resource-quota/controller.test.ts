import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deployment } from '../../kinds/apps/deployment/index.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ResourceQuota } from '../../kinds/core/resource-quota.ts';
import { measureOf } from '../../kinds/quota/measure.ts';
import { meta, pod } from '../testing/builders.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';
import { countedResources, usageOf } from './usage.ts';

const namespace = 'default';
const quota = (hard: Record<string, string>, spec: Partial<ResourceQuota['spec']> = {}): ResourceQuota => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: meta('q'),
  spec: { hard, ...spec },
  status: {},
});
const asking = (cpu: string) => ({ containers: [{ name: 'c', image: 'i', resources: { requests: { cpu } } }] });

for (const [what, given, expected] of [
  ['only what is limited is counted', quota({ pods: '9', 'requests.cpu': '9' }), { pods: '2', 'requests.cpu': '1500m' }],
  ['what is limited and not used is zero', quota({ 'requests.memory': '1Gi', secrets: '1' }), { 'requests.memory': '0' }],
  ['only what is within the scopes is counted', quota({ pods: '9' }, { scopes: ['BestEffort'] }), { pods: '0' }],
] as const) {
  test(what, () => {
    const objects = [pod('a', { spec: asking('1') }), pod('b', { spec: asking('500m') })];
    assert.deepEqual(usageOf(given, { measure: measureOf(Pod), objects }, 0), expected);
  });
}

test('resources are counted by the names of old and by the one that all have', () => {
  assert.deepEqual(countedResources(quota({ secrets: '1', 'count/secrets': '1', 'count/widgets.example.com': '1', pods: '1' })), [
    'secrets',
    'widgets.example.com',
  ]);
});

test('a quota gets its usage, and gets back what goes', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  await client.create(ConfigMap, { metadata: { name: 'before', namespace } });
  const hard = { configmaps: '9', 'count/deployments.apps': '2', pods: '4', 'requests.cpu': '4', 'count/nonsense.example.com': '1' };
  await client.create(ResourceQuota, { metadata: { name: 'q', namespace }, spec: { hard } });
  const used = (expected: Record<string, string>) =>
    eventually(
      async () => (await client.get(ResourceQuota, { name: 'q', namespace })).status.used ?? {},
      (now) => Object.entries(expected).every(([name, value]) => now[name] === value),
    );
  await used({ configmaps: '1', 'count/deployments.apps': '0', pods: '0', 'requests.cpu': '0' });

  const spec = asking('1');
  await client.create(Pod, { metadata: { name: 'p', namespace }, spec });
  await client.create(Deployment, {
    metadata: { name: 'd', namespace },
    spec: { replicas: 0, selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec } },
  });
  const after = await used({ 'count/deployments.apps': '1', pods: '1', 'requests.cpu': '1' });
  assert.equal(after['count/nonsense.example.com'], undefined, 'nobody can tell how many there are');

  await client.delete(ConfigMap, { name: 'before', namespace });
  await client.delete(Deployment, { name: 'd', namespace });
  await client.patch(Pod, { name: 'p', namespace }, { type: 'merge', body: { status: { phase: 'Succeeded' } } }, { subresource: 'status' });
  await used({ configmaps: '0', 'count/deployments.apps': '0', pods: '0', 'requests.cpu': '0' });
});
