import { test } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import { createInformers } from '../../client/create-informers.ts';
import { startCluster } from '../../cluster/testing.ts';
import { Event } from '../../kinds/core/event.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { IPAddress } from '../../kinds/networking/ip-address.ts';
import { eventually } from '../testing/run-controllers.ts';
import { serviceAddressRepair } from './controllers.ts';

test('the record of an address that a service has is made again, and one that stands for nothing is removed', async () => {
  await using cluster = await startCluster();
  const { client } = cluster;
  const made = await client.create(Service, { metadata: { name: 'web', namespace: 'default' }, spec: { ports: [{ port: 80 }] } });
  const address = made.spec.clusterIP ?? '';
  await client.delete(IPAddress, { name: address });
  const labels = { 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io', 'ipaddress.kubernetes.io/ip-family': 'IPv4' };
  const parentRef = { group: 'example.com', resource: 'things', name: 'thing' };
  await client.create(IPAddress, { metadata: { name: '10.96.77.7', labels }, spec: { parentRef } });

  const stopping = new AbortController();
  const informers = createInformers({ client, clock: systemClock, log: silentLog });
  const options = { client, informers, eventSource: 'ipallocator-repair-controller', clock: systemClock, log: silentLog };
  const running = Promise.all([informers.run(stopping.signal), ...serviceAddressRepair(options).map((each) => each.run(stopping.signal))]);
  await eventually(
    async () => (await client.list(IPAddress)).items.map(({ metadata }) => metadata.name),
    (names) => names.includes(address) && !names.includes('10.96.77.7'),
  );
  await eventually(
    async () => (await client.list(Event)).items.map(({ reason }) => reason),
    (reasons) => reasons.includes('ClusterIPNotAllocated') && reasons.includes('IPAddressNotAllocated'),
  );
  stopping.abort();
  await running;
});
