import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { Certificates } from '../../src/cluster/certificates/certificates.ts';
import { directoryPemFiles } from '../../src/cluster/certificates/pem-files.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { Endpoints } from '../../src/kinds/core/endpoints.ts';
import { Event } from '../../src/kinds/core/event.ts';
import { Node } from '../../src/kinds/core/node/index.ts';
import { ReplicationController } from '../../src/kinds/core/replication-controller/index.ts';
import { Lease } from '../../src/kinds/coordination/lease.ts';
import { Ingress } from '../../src/kinds/networking/ingress/index.ts';
import { Service } from '../../src/kinds/core/service/index.ts';
import { openEtcdStore } from '../../src/storage/etcd/open.ts';
import { startEtcd, withoutEtcd } from '../../src/storage/etcd/testing/etcd.ts';
import { startApiServerProcess, temporaryFolder } from '../support/api-server-process.ts';
import { until } from '../support/until.ts';

const namespace = 'default';

describe('an API server with etcd', { skip: withoutEtcd, timeout: 120_000 }, () => {
  test('by TLS: keys lie where upstream has them, values are protobuf when asked for and read either way', async () => {
    await using folder = await temporaryFolder();
    const tls = await certificates(join(folder.path, 'etcd-pki'));
    await using etcd = await startEtcd({ tls });
    const flags = [
      `--etcd-servers=${etcd.servers.join(',')}`,
      '--etcd-prefix=/clusters/one/',
      `--etcd-cafile=${tls.caFile}`,
      `--etcd-certfile=${tls.clientCertificateFile}`,
      `--etcd-keyfile=${tls.clientKeyFile}`,
    ];
    const { store } = await openEtcdStore({ servers: etcd.servers, tls, clock: systemClock });
    await using raw = store;
    const value = async (key: string) => Buffer.from((await raw.get(`/clusters/one/${key}`))?.value ?? []).toString('latin1');
    {
      await using server = await startApiServerProcess({ dataDir: folder.path, flags });
      await server.client.create(ConfigMap, { metadata: { name: 'json', namespace }, data: { a: 'b' } });
      await server.client.create(Node, { metadata: { name: 'n1' }, spec: {}, status: {} });
      const ports = [{ port: 80 }];
      await server.client.create(Service, { metadata: { name: 's', namespace }, spec: { type: 'NodePort', ports } });
      await server.client.create(Endpoints, { metadata: { name: 's', namespace } });
      assert.match(await value('configmaps/default/json'), /^\{"metadata":\{"name":"json"/);
      await server.client.create(Ingress, {
        metadata: { name: 'i', namespace },
        spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } } },
      });
      const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
      await server.client.create(ReplicationController, {
        metadata: { name: 'r', namespace },
        spec: { replicas: 0, selector: { a: 'b' }, template },
      });
      await server.client.create(Event, { metadata: { name: 'e', namespace }, involvedObject: { namespace } });
      await server.client.create(Lease, { metadata: { name: 'l', namespace }, spec: {} });
      await until('the service of the server', () => raw.get('/clusters/one/services/specs/default/kubernetes'));
      const keys = (await raw.list('/clusters/one/')).entries.map(({ key }) => key.slice('/clusters/one/'.length));
      for (const key of [
        'minions/n1',
        'services/specs/default/s',
        'services/endpoints/default/s',
        'ingress/default/i',
        'controllers/default/r',
        'events/default/e',
        'leases/default/l',
        'namespaces/kube-system',
        'clusterroles/cluster-admin',
        'clusterrolebindings/cluster-admin',
        'priorityclasses/system-node-critical',
        'ranges/servicenodeports',
      ])
        assert(keys.includes(key), `${key} of ${keys.join(' ')}`);
      assert.deepEqual(
        keys.filter((key) => /^(?:services|endpoints|nodes|ingresses|replicationcontrollers)\/default\//.test(key)),
        [],
      );
      assert.equal((await raw.list('/registry/')).entries.length, 0);
    }
    const protobuf = [...flags, '--storage-media-type', 'application/vnd.kubernetes.protobuf'];
    {
      await using server = await startApiServerProcess({ dataDir: folder.path, flags: protobuf });
      await server.client.create(ConfigMap, { metadata: { name: 'protobuf', namespace }, data: { a: 'c' } });
      assert.match(await value('configmaps/default/protobuf'), /^k8s\0/);
      assert.deepEqual((await server.client.get(ConfigMap, { namespace, name: 'json' })).data, { a: 'b' });
      const another = { name: 't', namespace };
      await server.client.create(Service, { metadata: another, spec: { type: 'NodePort', ports: [{ port: 80 }] } });
      assert.match(await value('ranges/servicenodeports'), /^k8s\0/);
    }
    await using server = await startApiServerProcess({ dataDir: folder.path, flags });
    const read = await server.client.get(ConfigMap, { namespace, name: 'protobuf' });
    assert.deepEqual([read.apiVersion, read.kind, read.data], ['v1', 'ConfigMap', { a: 'c' }]);
    const updated = await server.client.update(ConfigMap, { ...read, data: { a: 'd' } });
    assert.deepEqual(updated.data, { a: 'd' });
    assert.match(await value('configmaps/default/protobuf'), /^\{"metadata"/);
  });

  test('events go by themselves, also when no API server is there', async () => {
    await using folder = await temporaryFolder();
    await using etcd = await startEtcd();
    const { store } = await openEtcdStore({ servers: etcd.servers, clock: systemClock });
    await using raw = store;
    {
      const flags = [`--etcd-servers=${etcd.servers.join(',')}`, '--event-ttl=1s'];
      await using server = await startApiServerProcess({ dataDir: folder.path, flags });
      await server.client.create(Event, {
        metadata: { name: 'e', namespace },
        involvedObject: { namespace },
        reason: 'Tested',
      });
    }
    await until('the event is gone', async () => (await raw.list('/registry/events/')).entries.length === 0);
    assert((await raw.list('/registry/namespaces/')).entries.length > 0);
  });

  test('of several servers with one etcd, each is told to be an endpoint for as long as it runs', async () => {
    await using folders = new AsyncDisposableStack();
    await using etcd = await startEtcd();
    const flags = (address: string) => [`--etcd-servers=${etcd.servers.join(',')}`, `--advertise-address=${address}`];
    const start = async (address: string) => {
      const folder = folders.use(await temporaryFolder());
      return startApiServerProcess({ dataDir: folder.path, flags: flags(address) });
    };
    await using first = await start('10.1.0.1');
    const endpoints = async () =>
      (await first.client.get(Endpoints, { name: 'kubernetes', namespace })).subsets?.flatMap(({ addresses = [] }) =>
        addresses.map(({ ip }) => ip),
      );
    {
      await using _second = await start('10.1.0.2');
      await until('both are endpoints', async () => (await endpoints())?.join() === '10.1.0.1,10.1.0.2');
      const { store } = await openEtcdStore({ servers: etcd.servers, clock: systemClock });
      await using raw = store;
      const { entries } = await raw.list('/registry/masterleases/');
      assert.deepEqual(
        entries.map(({ key }) => key),
        ['/registry/masterleases/10.1.0.1', '/registry/masterleases/10.1.0.2'],
      );
    }
    await until('one is left', async () => (await endpoints())?.join() === '10.1.0.1');
  });

  test('that does not let it in says so and ends', async () => {
    await using folder = await temporaryFolder();
    const tls = await certificates(join(folder.path, 'etcd-pki'));
    await using etcd = await startEtcd({ tls });
    const other = await certificates(join(folder.path, 'other-pki'));
    const flags = ['--etcd-servers', etcd.servers.join(','), '--etcd-cafile', other.caFile];
    await assert.rejects(startApiServerProcess({ dataDir: folder.path, flags }), /etcd at https:\/\/127\.0\.0\.1:\d+ cannot be used/);
  });
});

/** An authority with a certificate for etcd and one for its clients. */
async function certificates(path: string) {
  const made = new Certificates({
    files: directoryPemFiles(path),
    addresses: { serviceAddresses: ['10.96.0.1'], extraHosts: ['127.0.0.1'] },
    clock: systemClock,
  });
  const clientName = 'apiserver-kubelet-client';
  const [authority, client] = await Promise.all([made.authority(), made.certificate(clientName), made.certificate('apiserver')]);
  const file = (name: string) => join(path, name);
  return {
    caPem: authority.certificatePem,
    certificatePem: client.certificatePem,
    keyPem: client.keyPem,
    caFile: file('ca.crt'),
    certificateFile: file('apiserver.crt'),
    keyFile: file('apiserver.key'),
    clientCertificateFile: file(`${clientName}.crt`),
    clientKeyFile: file(`${clientName}.key`),
  };
}
