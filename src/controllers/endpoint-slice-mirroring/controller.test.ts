import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Endpoints } from '../../kinds/core/endpoints.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

const namespace = 'default';

test('endpoints written by hand have slices as long as the service has no selector', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const slices = async () => (await client.list(EndpointSlice, { namespace, labelSelector: 'kubernetes.io/service-name=db' })).items;
  const addresses = async () => (await slices()).flatMap(({ endpoints }) => endpoints ?? []).flatMap((each) => each.addresses);
  await client.create(Service, { metadata: { name: 'db', namespace }, spec: { ports: [{ port: 5432, protocol: 'TCP' }] } });
  const made = await client.create(Endpoints, {
    metadata: { name: 'db', namespace },
    subsets: [{ addresses: [{ ip: '192.0.2.1' }], ports: [{ port: 5432 }] }],
  });
  await eventually(addresses, (ips) => ips.join() === '192.0.2.1');
  assert.equal(
    (await slices())[0]?.metadata.labels?.['endpointslice.kubernetes.io/managed-by'],
    'endpointslicemirroring-controller.k8s.io',
  );

  await client.update(Endpoints, { ...made, subsets: [{ addresses: [{ ip: '192.0.2.2' }], ports: [{ port: 5432 }] }] });
  await eventually(addresses, (ips) => ips.join() === '192.0.2.2');

  const skip = (value: string | null) => ({ metadata: { labels: { 'endpointslice.kubernetes.io/skip-mirror': value } } });
  await client.patch(Endpoints, { name: 'db', namespace }, { type: 'merge', body: skip('true') });
  await eventually(addresses, (ips) => ips.length === 0);
  await client.patch(Endpoints, { name: 'db', namespace }, { type: 'merge', body: skip(null) });
  await eventually(addresses, (ips) => ips.join() === '192.0.2.2');

  await client.patch(Service, { name: 'db', namespace }, { type: 'merge', body: { spec: { selector: { app: 'db' } } } });
  await eventually(slices, (all) =>
    all.every(({ metadata }) => metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === 'endpointslice-controller.k8s.io'),
  );
});
