import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startCluster, type TestCluster } from '../../cluster/testing.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { MemoryStore } from '../../storage/memory/store.ts';
import type { Reader } from '../reader.ts';
import { NodePorts } from './node-ports.ts';

const namespace = 'default';
type Port = NonNullable<Service['spec']['ports']>[number];
const create = ({ client }: TestCluster, name: string, ports: Port[] = [{ port: 80 }], spec: Partial<Service['spec']> = {}) =>
  client.create(Service, { metadata: { name, namespace }, spec: { type: 'NodePort', ports, ...spec } });
const nodePorts = ({ spec }: Service) => (spec.ports ?? []).map(({ nodePort }) => nodePort);

const cannot = (name: string, port: number, why: string, index = 0) => ({
  message: `Service "${name}" is invalid: spec.ports[${index}].nodePort: Invalid value: ${port}: ${why}`,
});
const taken = 'provided port is already allocated';
const outside = 'provided port is not in the valid range. The range of valid ports is 30000-32767';
const tcp: Port = { name: 'tcp', port: 53, protocol: 'TCP' };
const udp: Port = { name: 'udp', port: 53, protocol: 'UDP' };

describe('node ports', () => {
  test('services that are created at once have ports of their own, from the upper part of the range', async () => {
    await using cluster = await startCluster();
    const services = await Promise.all(Array.from({ length: 100 }, (_, index) => create(cluster, `s${index}`)));
    const given = services.flatMap(nodePorts);
    assert.equal(new Set(given).size, 100);
    for (const port of given) assert(port !== undefined && port >= 30_086 && port <= 32_767, String(port));
  });

  test('a port that is asked for is given once, whatever the protocol', async () => {
    await using cluster = await startCluster();
    assert.deepEqual(nodePorts(await create(cluster, 'web', [{ port: 80, nodePort: 30_001 }])), [30_001]);
    await assert.rejects(create(cluster, 'other', [{ port: 80, nodePort: 30_001 }]), cannot('other', 30_001, taken));
    await assert.rejects(create(cluster, 'other', [{ ...udp, nodePort: 30_001 }]), cannot('other', 30_001, taken));
    const contenders = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => create(cluster, `c${index}`, [{ port: 80, nodePort: 30_002 }])),
    );
    assert.equal(contenders.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  for (const port of [1, 29_999, 32_768, 65_535]) {
    test(`a port outside of the range is refused: ${port}`, async () => {
      await using cluster = await startCluster();
      await assert.rejects(create(cluster, 'web', [{ port: 80, nodePort: port }]), cannot('web', port, outside));
    });
  }

  test('one port by two protocols has one number', async () => {
    await using cluster = await startCluster();
    const [first, second] = nodePorts(await create(cluster, 'any', [tcp, udp]));
    assert.equal(first, second);
    assert.deepEqual(nodePorts(await create(cluster, 'wanted', [tcp, { ...udp, nodePort: 30_053 }])), [30_053, 30_053]);
    const two = [
      { ...tcp, nodePort: 30_054 },
      { ...udp, nodePort: 30_055 },
    ];
    assert.deepEqual(nodePorts(await create(cluster, 'two', two)), [30_054, 30_055]);
  });

  test('a service that is refused leaves nothing behind', async () => {
    await using cluster = await startCluster();
    await create(cluster, 'web', [{ port: 80, nodePort: 30_001 }]);
    const ports = [
      { name: 'a', port: 80, nodePort: 30_002 },
      { name: 'b', port: 81, nodePort: 30_001 },
    ];
    await assert.rejects(create(cluster, 'other', ports), cannot('other', 30_001, taken, 1));
    await assert.rejects(create(cluster, 'web', [{ port: 80, nodePort: 30_002 }]), { message: 'services "web" already exists' });
    await create(cluster, 'third', [{ port: 80, nodePort: 30_002 }]);
  });

  test('a deleted service gives its ports back, and so does one that no longer needs them', async () => {
    await using cluster = await startCluster();
    const { client } = cluster;
    await create(cluster, 'deleted', [{ port: 80, nodePort: 30_001 }]);
    await create(cluster, 'changed', [{ port: 80, nodePort: 30_002 }]);
    await client.delete(Service, { namespace, name: 'deleted' });
    const body = { spec: { type: 'ClusterIP' } };
    const changed = await client.patch(Service, { namespace, name: 'changed' }, { type: 'merge', body });
    assert.deepEqual(nodePorts(changed), [undefined]);
    await create(cluster, 'a', [{ port: 80, nodePort: 30_001 }]);
    await create(cluster, 'b', [{ port: 80, nodePort: 30_002 }]);
  });

  test('an update keeps ports by their names, gives new ones theirs, and frees what is gone', async () => {
    await using cluster = await startCluster();
    const { client } = cluster;
    const { metadata, spec, ...rest } = await create(cluster, 'web', [
      { name: 'a', port: 80 },
      { name: 'b', port: 81, nodePort: 30_001 },
    ]);
    const [kept] = spec.ports ?? [];
    const ports: Port[] = [
      { name: 'a', port: 8080 },
      { name: 'c', port: 82 },
    ];
    const updated = await client.update(Service, { ...rest, metadata, spec: { ...spec, ports } });
    const [first, second] = nodePorts(updated);
    assert.equal(first, kept?.nodePort);
    assert(second !== undefined && second !== first && second !== 30_001);
    await create(cluster, 'other', [{ port: 80, nodePort: 30_001 }]);
    const wanting = updated.spec.ports?.map((port) => (port.name === 'c' ? { ...port, nodePort: 30_001 } : port)) ?? [];
    await assert.rejects(
      client.update(Service, { ...updated, spec: { ...updated.spec, ports: wanting } }),
      cannot('web', 30_001, taken, 1),
    );
  });

  test('load balancers have node ports unless they can do without, and one for health checks where it matters', async () => {
    await using cluster = await startCluster();
    const balancer = (name: string, spec: Partial<Service['spec']> = {}) =>
      create(cluster, name, [{ port: 80 }], { type: 'LoadBalancer', ...spec });
    assert.notEqual(nodePorts(await balancer('usual'))[0], undefined);
    assert.deepEqual(nodePorts(await balancer('without', { allocateLoadBalancerNodePorts: false })), [undefined]);
    const local = await balancer('local', { externalTrafficPolicy: 'Local' });
    const { healthCheckNodePort } = local.spec;
    assert(healthCheckNodePort !== undefined && healthCheckNodePort !== nodePorts(local)[0]);
    await assert.rejects(
      create(cluster, 'other', [{ port: 80, nodePort: healthCheckNodePort }]),
      cannot('other', healthCheckNodePort, taken),
    );
    await cluster.client.delete(Service, { namespace, name: 'local' });
    await create(cluster, 'other', [{ port: 80, nodePort: healthCheckNodePort }]);
  });

  test('a dry run shows ports and takes none', async () => {
    await using cluster = await startCluster();
    const { client } = cluster;
    await create(cluster, 'web', [{ port: 80, nodePort: 30_001 }]);
    const dry = (nodePort?: number) =>
      client.create(
        Service,
        { metadata: { name: 'dry', namespace }, spec: { type: 'NodePort', ports: [{ port: 80, ...(nodePort && { nodePort }) }] } },
        { dryRun: true },
      );
    assert.notEqual(nodePorts(await dry())[0], undefined);
    assert.deepEqual(nodePorts(await dry(30_002)), [30_002]);
    await assert.rejects(dry(30_001), cannot('dry', 30_001, taken));
    await create(cluster, 'other', [{ port: 80, nodePort: 30_002 }]);
  });

  test('a full range says so', async () => {
    await using store = new MemoryStore();
    // Nobody holds any.
    const reader = { list: async () => [] } as unknown as Reader;
    const ports = new NodePorts({ store, first: 30_000, last: 30_002 });
    const any = () => ports.takeAny({ reader, dryRun: false });
    assert.deepEqual(new Set(await Promise.all([any(), any(), any()])), new Set([30_000, 30_001, 30_002]));
    await assert.rejects(any(), /^Error: range is full$/);
    await ports.give([30_001], reader);
    assert.equal(await any(), 30_001);
  });

  test('servers that share a store give no port twice, and know at once of ports that others have given back', async () => {
    await using store = new MemoryStore();
    const reader = { list: async () => [] } as unknown as Reader;
    const servers = Array.from({ length: 3 }, () => new NodePorts({ store }));
    const given = await Promise.all(
      Array.from({ length: 150 }, (_, index) => servers[index % 3]?.takeAny({ reader, dryRun: false }) ?? Promise.reject(new Error())),
    );
    assert.equal(new Set(given).size, 150);
    const [port = 0] = given;
    assert.equal(await servers[1]?.take(port, { reader, dryRun: false }), false);
    await servers[0]?.give([port], reader);
    assert.equal(await servers[1]?.take(port, { reader, dryRun: false }), true);
  });

  test('ports are recorded as upstream records them, and what a crash has left behind is repaired', async () => {
    await using store = new MemoryStore();
    let services: Service[] = [];
    const reader = { list: async () => services } as unknown as Reader;
    const ports = new NodePorts({ store });
    const options = { reader, dryRun: false };
    for (const port of [30_000, 30_009, 30_010]) assert.equal(await ports.take(port, options), true);
    const recorded = JSON.parse(Buffer.from((await store.get('/registry/ranges/servicenodeports'))?.value ?? []).toString());
    assert.deepEqual(recorded, {
      kind: 'RangeAllocation',
      apiVersion: 'v1',
      metadata: {},
      range: '30000-32767',
      data: Buffer.from([0b110, 0b1]).toString('base64'),
    });
    services = [30_010, 30_020].map((nodePort) => ({ spec: { type: 'NodePort', ports: [{ port: 80, nodePort }] } }) as Service);
    await ports.repair(reader);
    assert.equal(await ports.take(30_020, options), false);
    assert.equal(await ports.take(30_009, options), false);
    for (let pass = 0; pass < 3; pass++) await ports.repair(reader);
    assert.equal(await ports.take(30_009, options), true);
    assert.equal(await ports.take(30_010, options), false);
  });
});
