import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServerLeases } from '../../apiserver/server-leases.ts';
import { FakeClock } from '../../base/fake-clock.ts';
import { silentLog } from '../../base/log.ts';
import { Endpoints } from '../../kinds/core/endpoints.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import { MemoryStore } from '../../storage/memory/store.ts';
import { startCluster } from '../testing.ts';
import { kubernetesService } from './kubernetes-service.ts';

const ref = { namespace: 'default', name: 'kubernetes' } as const;

/** Stands for a store that servers share: it says that it ends lives, though nobody's is over here. */
class SharedStore extends MemoryStore {
  readonly endsLives = true;
}

async function start() {
  const clock = new FakeClock();
  const store = new SharedStore();
  const cluster = await startCluster({ store });
  const { client } = cluster;
  const leases = new ServerLeases({ store });
  const begin = (endpoint: string, port: number) => {
    const stop = new AbortController();
    const service = kubernetesService({ client, address: '10.96.0.1', endpoint, port: () => port, leases, clock, log: silentLog });
    const running = service.run(stop.signal);
    return async () => {
      stop.abort();
      await running;
    };
  };
  const told = async () => {
    const [endpoints, slice] = [await client.get(Endpoints, ref), await client.get(EndpointSlice, ref)];
    const addresses = endpoints.subsets?.flatMap((subset) => subset.addresses?.map(({ ip }) => ip));
    assert.deepEqual(
      slice.endpoints?.flatMap((each) => each.addresses),
      addresses,
    );
    assert.deepEqual(slice.ports?.[0]?.port, endpoints.subsets?.[0]?.ports?.[0]?.port);
    return { addresses, port: slice.ports?.[0]?.port };
  };
  const versions = async () =>
    (await Promise.all([client.get(Service, ref), client.get(Endpoints, ref), client.get(EndpointSlice, ref)])).map(
      ({ metadata }) => metadata.resourceVersion,
    );
  return { clock, store, cluster, begin, told, versions, leases };
}

test('servers that share a store are all endpoints, and do not go on about it', async () => {
  const { clock, cluster, store, begin, told, versions } = await start();
  await using _cluster = cluster;
  const first = begin('10.1.0.2', 6443);
  await clock.advance(0);
  assert.deepEqual(await told(), { addresses: ['10.1.0.2'], port: 6443 });
  const second = begin('10.1.0.1', 7443);
  await clock.advance(0);
  // The first one's is what it was, until it looks again; the port is the one that was told last.
  assert.deepEqual(await told(), { addresses: ['10.1.0.1', '10.1.0.2'], port: 7443 });
  const before = await versions();
  for (let round = 0; round < 6; round++) await clock.advance(10_000);
  assert.deepEqual(await versions(), before);
  assert.deepEqual(
    (await store.list('/registry/masterleases/')).entries.map(({ key }) => key),
    ['/registry/masterleases/10.1.0.1', '/registry/masterleases/10.1.0.2'],
  );
  await second();
  assert.deepEqual((await told()).addresses, ['10.1.0.2']);
  await first();
  assert.deepEqual((await told()).addresses, ['10.1.0.2'], 'the last one stays');
});

test('a server whose lease is gone is an endpoint no more, and what somebody else has made of the endpoints is put right', async () => {
  const { clock, cluster, begin, told, leases } = await start();
  await using _cluster = cluster;
  const first = begin('10.1.0.1', 6443);
  await clock.advance(0);
  await leases.renew('10.1.0.9');
  await clock.advance(10_000);
  assert.deepEqual((await told()).addresses, ['10.1.0.1', '10.1.0.9']);
  await leases.remove('10.1.0.9');
  await clock.advance(10_000);
  assert.deepEqual((await told()).addresses, ['10.1.0.1']);
  await cluster.client.delete(Endpoints, ref);
  await clock.advance(10_000);
  assert.deepEqual((await told()).addresses, ['10.1.0.1']);
  await first();
});
