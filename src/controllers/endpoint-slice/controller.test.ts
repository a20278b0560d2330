import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Endpoints } from '../../kinds/core/endpoints.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';

test('the endpoints of a service follow its pods', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  await eventually(
    async () => (await client.list(ServiceAccount, { namespace })).items.length,
    (count) => count > 0,
  );
  await client.create(Node, { metadata: { name: 'node-1' }, spec: {} });
  await client.create(Service, {
    metadata: { name: 'web', namespace },
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }] },
  });
  const pod = await client.create(Pod, {
    metadata: { name: 'a', namespace, labels: { app: 'web' } },
    spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'web' }] },
  });
  await client.update(
    Pod,
    {
      ...pod,
      status: {
        phase: 'Running',
        podIP: '10.0.0.1',
        podIPs: [{ ip: '10.0.0.1' }],
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }],
      },
    },
    { subresource: 'status' },
  );
  const [slice] = await eventually(
    async () => (await client.list(EndpointSlice, { namespace, labelSelector: 'kubernetes.io/service-name=web' })).items,
    (slices) => slices[0]?.endpoints?.[0]?.conditions?.ready === true,
  );
  assert.deepEqual(slice?.endpoints?.[0]?.addresses, ['10.0.0.1']);
  assert.match(slice?.metadata.annotations?.['endpoints.kubernetes.io/last-change-trigger-time'] ?? '', /^2026-01-01T00:00:00Z$/);
  const endpoints = await eventually(
    () => client.get(Endpoints, { namespace, name: 'web' }),
    ({ subsets }) => subsets?.[0]?.addresses?.length === 1,
  );
  assert.deepEqual(endpoints.subsets?.[0]?.ports, [{ port: 8080, protocol: 'TCP' }]);

  await client.patch(Pod, { name: 'a', namespace }, { type: 'merge', body: { metadata: { labels: { app: 'other' } } } });
  await eventually(
    async () => (await client.list(EndpointSlice, { namespace, labelSelector: 'kubernetes.io/service-name=web' })).items,
    (slices) => slices.length === 1 && !slices[0]?.endpoints?.length,
  );
  await client.delete(Service, { name: 'web', namespace });
  await eventually(
    async () => (await client.list(EndpointSlice, { namespace, labelSelector: 'kubernetes.io/service-name=web' })).items.length,
    (count) => count === 0,
  );
  await eventually(
    async () => (await client.list(Endpoints, { namespace })).items.filter(({ metadata }) => metadata.name === 'web').length,
    (count) => count === 0,
  );
});
