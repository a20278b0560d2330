import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startCluster, type TestCluster } from '../../cluster/testing.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { IPAddress } from '../../kinds/networking/ip-address.ts';
import { MemoryStore } from '../../storage/memory/store.ts';

const namespace = 'default';
const ports = [{ port: 80 }];
const create = ({ client }: TestCluster, name: string, spec: Partial<Service['spec']> = {}) =>
  client.create(Service, { metadata: { name, namespace }, spec: { ports, ...spec } });
const addresses = async ({ client }: TestCluster) => (await client.list(IPAddress)).items.map(({ metadata }) => metadata.name);

const cannot = (name: string, address: string, why: string) => ({
  message: `Service "${name}" is invalid: spec.clusterIPs: Invalid value: ["${address}"]: failed to allocate IP ${address}: ${why}`,
});
const outside = 'the provided network does not match the current range';
const taken = 'provided IP is already allocated';

describe('cluster IPs', () => {
  test('200 services that are created at once have 200 addresses, each marked as taken by its service', async () => {
    await using cluster = await startCluster({ serviceCidr: '10.96.0.0/23' });
    const services = await Promise.all(Array.from({ length: 200 }, (_, index) => create(cluster, `s${index}`)));
    const given = services.map(({ spec }) => spec.clusterIP ?? '');
    assert.equal(new Set(given).size, 200);
    for (const address of given) assert.match(address, /^10\.96\.[01]\.\d+$/);
    const { items } = await cluster.client.list(IPAddress);
    assert.deepEqual(
      new Map(items.map(({ metadata, spec }) => [metadata.name, spec.parentRef?.name])),
      new Map(services.map(({ metadata, spec }) => [spec.clusterIP ?? '', metadata.name])),
    );
    const [{ metadata, spec } = assert.fail('no addresses')] = items;
    assert.deepEqual(metadata.labels, {
      'ipaddress.kubernetes.io/ip-family': 'IPv4',
      'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
    });
    assert.deepEqual(spec.parentRef, { resource: 'services', namespace, name: spec.parentRef?.name });
  });

  test('a service has one address in both fields', async () => {
    await using cluster = await startCluster();
    const { spec } = await create(cluster, 'web');
    assert.deepEqual(spec.clusterIPs, [spec.clusterIP]);
    assert.deepEqual([spec.ipFamilies, spec.ipFamilyPolicy], [['IPv4'], 'SingleStack']);
  });

  test('addresses that nobody asks for come from the upper part of the range, while it has some', async () => {
    await using cluster = await startCluster({ serviceCidr: '10.0.0.0/24' });
    const last = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => Number((await create(cluster, `s${index}`)).spec.clusterIP?.split('.').at(-1))),
    );
    for (const number of last) assert(number > 16 && number < 255, String(number));
  });

  test('a full range says so, and what is given back can be taken again', async () => {
    // Six addresses between that of the network and the last one.
    await using cluster = await startCluster({ serviceCidr: '10.0.0.0/29' });
    await Promise.all(Array.from({ length: 6 }, (_, index) => create(cluster, `s${index}`)));
    await assert.rejects(create(cluster, 'late'), {
      message: 'Internal error occurred: failed to allocate a serviceIP for Service "late": range is full',
    });
    const { spec } = await cluster.client.get(Service, { namespace, name: 's3' });
    await cluster.client.delete(Service, { namespace, name: 's3' });
    assert.equal((await create(cluster, 'late')).spec.clusterIP, spec.clusterIP);
  });

  test('an address that is asked for is given once', async () => {
    await using cluster = await startCluster();
    const { spec } = await create(cluster, 'web', { clusterIP: '10.96.0.10' });
    assert.deepEqual([spec.clusterIP, spec.clusterIPs], ['10.96.0.10', ['10.96.0.10']]);
    await assert.rejects(create(cluster, 'other', { clusterIP: '10.96.0.10' }), cannot('other', '10.96.0.10', taken));
    await assert.rejects(create(cluster, 'web', { clusterIP: '10.96.0.10' }), cannot('web', '10.96.0.10', taken));
    const contenders = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => create(cluster, `c${index}`, { clusterIP: '10.96.0.11' })),
    );
    assert.equal(contenders.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  for (const address of ['10.97.0.1', '10.95.255.255', '10.96.0.0', '10.96.255.255']) {
    test(`an address outside of the range is refused: ${address}`, async () => {
      await using cluster = await startCluster();
      await assert.rejects(create(cluster, 'web', { clusterIP: address }), cannot('web', address, outside));
      assert.deepEqual(await addresses(cluster), []);
    });
  }

  test('headless services and names of others take none', async () => {
    await using cluster = await startCluster();
    const headless = await create(cluster, 'headless', { clusterIP: 'None', selector: { app: 'web' } });
    assert.deepEqual([headless.spec.clusterIP, headless.spec.clusterIPs], ['None', ['None']]);
    const name = await create(cluster, 'name', { type: 'ExternalName', externalName: 'example.com' });
    assert.deepEqual([name.spec.clusterIP, name.spec.clusterIPs], [undefined, undefined]);
    assert.deepEqual(await addresses(cluster), []);
  });

  test('a service whose name is taken leaves no address behind', async () => {
    await using cluster = await startCluster();
    const { spec } = await create(cluster, 'web');
    await assert.rejects(create(cluster, 'web'), { message: 'services "web" already exists' });
    await assert.rejects(create(cluster, 'web', { clusterIP: '10.96.0.10' }), { message: 'services "web" already exists' });
    assert.deepEqual(await addresses(cluster), [spec.clusterIP]);
  });

  test('a deleted service gives its address back', async () => {
    await using cluster = await startCluster();
    await create(cluster, 'web', { clusterIP: '10.96.0.10' });
    await cluster.client.delete(Service, { namespace, name: 'web' });
    assert.deepEqual(await addresses(cluster), []);
    await create(cluster, 'other', { clusterIP: '10.96.0.10' });
  });

  test('a service that waits for its finalizers keeps its address until the end', async () => {
    await using cluster = await startCluster();
    const { client } = cluster;
    const finalizers = ['example.com/wait'];
    const { spec } = await client.create(Service, { metadata: { name: 'web', namespace, finalizers }, spec: { ports } });
    await client.delete(Service, { namespace, name: 'web' });
    assert.deepEqual(await addresses(cluster), [spec.clusterIP]);
    await client.patch(Service, { namespace, name: 'web' }, { type: 'merge', body: { metadata: { finalizers: null } } });
    assert.deepEqual(await addresses(cluster), []);
  });

  test('services that are deleted all at once give their addresses back', async () => {
    await using cluster = await startCluster();
    await Promise.all(Array.from({ length: 20 }, (_, index) => create(cluster, `s${index}`)));
    await cluster.client.deleteCollection(Service, { namespace });
    assert.deepEqual(await addresses(cluster), []);
  });

  test('an address is given back also by a server that has never looked at addresses', async () => {
    await using store = new MemoryStore();
    {
      await using cluster = await startCluster({ store });
      await create(cluster, 'web');
    }
    await using cluster = await startCluster({ store });
    await cluster.client.delete(Service, { namespace, name: 'web' });
    assert.deepEqual(await addresses(cluster), []);
  });

  test('an update that leaves the address out keeps it, and one that changes it is refused', async () => {
    await using cluster = await startCluster();
    const { client } = cluster;
    const { metadata, spec, ...rest } = await create(cluster, 'web');
    const { clusterIP, clusterIPs: _clusterIPs, ...left } = spec;
    const updated = await client.update(Service, { ...rest, metadata, spec: { ...left, ports: [{ port: 81 }] } });
    assert.deepEqual([updated.spec.clusterIP, updated.spec.clusterIPs], [clusterIP, [clusterIP]]);
    await assert.rejects(
      client.update(Service, { ...updated, spec: { ...updated.spec, clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9'] } }),
      {
        message: 'Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.0.9"]: may not change once set',
      },
    );
    assert.deepEqual(await addresses(cluster), [clusterIP]);
  });

  test('a service that becomes the name of another gives its address back, and gets one when it comes back', async () => {
    await using cluster = await startCluster();
    const { client } = cluster;
    const ref = { namespace, name: 'web' };
    await create(cluster, 'web');
    const body = { spec: { type: 'ExternalName', externalName: 'example.com' } };
    const name = await client.patch(Service, ref, { type: 'merge', body });
    assert.deepEqual([name.spec.clusterIP, name.spec.clusterIPs], [undefined, undefined]);
    assert.deepEqual(await addresses(cluster), []);
    const back = await client.patch(Service, ref, { type: 'merge', body: { spec: { type: 'ClusterIP', externalName: null } } });
    assert.deepEqual(await addresses(cluster), [back.spec.clusterIP]);
  });

  test('an update that fails takes and gives back nothing', async () => {
    await using cluster = await startCluster();
    const { client } = cluster;
    const { metadata, spec, ...rest } = await create(cluster, 'web');
    const old = { ...metadata, resourceVersion: '1' };
    const name: Service['spec'] = { type: 'ExternalName', externalName: 'example.com', ports };
    await assert.rejects(client.update(Service, { ...rest, metadata: old, spec: name }), /the object has been modified/);
    assert.deepEqual(await addresses(cluster), [spec.clusterIP]);
  });

  test('a dry run shows an address and takes none', async () => {
    await using cluster = await startCluster();
    const { client } = cluster;
    const dry = (clusterIP?: string) =>
      client.create(
        Service,
        { metadata: { name: 'dry', namespace }, spec: { ports, ...(clusterIP !== undefined && { clusterIP }) } },
        { dryRun: true },
      );
    const any = await dry();
    // That of the network, which is nobody's: it stands for any.
    assert.deepEqual([any.spec.clusterIP, any.spec.clusterIPs], ['10.96.0.0', ['10.96.0.0']]);
    assert.equal((await dry('10.96.0.10')).spec.clusterIP, '10.96.0.10');
    await assert.rejects(dry('10.97.0.1'), cannot('dry', '10.97.0.1', outside));
    assert.deepEqual(await addresses(cluster), []);

    const web = await create(cluster, 'web');
    const ref = { namespace, name: 'web' };
    const body = { spec: { type: 'ExternalName', externalName: 'example.com' } };
    assert.equal((await client.patch(Service, ref, { type: 'merge', body }, { dryRun: true })).spec.clusterIP, undefined);
    await client.delete(Service, ref, { dryRun: ['All'] });
    assert.deepEqual(await addresses(cluster), [web.spec.clusterIP]);
  });
});
