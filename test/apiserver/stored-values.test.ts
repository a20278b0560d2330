import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoredForm } from '../../src/apiserver/stored-form.ts';
import { startCluster } from '../../src/cluster/testing.ts';
import { HorizontalPodAutoscaler as OldAutoscaler } from '../../src/kinds/autoscaling/v1/horizontal-pod-autoscaler.ts';
import { HorizontalPodAutoscaler } from '../../src/kinds/autoscaling/horizontal-pod-autoscaler/index.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { Secret } from '../../src/kinds/core/secret.ts';
import { EndpointSlice } from '../../src/kinds/discovery/endpoint-slice/index.ts';
import { Ingress } from '../../src/kinds/networking/ingress/index.ts';
import { Role } from '../../src/kinds/rbac/role.ts';
import { ApiError } from '../../src/model/errors.ts';
import { MemoryStore } from '../../src/storage/memory/store.ts';
import { until } from '../support/until.ts';

const namespace = 'default';

/** One field of a protobuf message: a number below 16, and bytes or the text or message that they are. */
function field(number: number, content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7];
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
}

/** A value as upstream stores it: its mark, then the type and the message of the object. */
const enclosed = (apiVersion: string, kind: string, ...fields: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from('k8s\0'),
    field(1, Buffer.concat([field(1, apiVersion), field(2, kind)])),
    field(2, Buffer.concat(fields)),
    field(3, ''),
    field(4, ''),
  ]);

const metadata = (name: string): Buffer => field(1, Buffer.concat([field(1, name), field(3, namespace), field(5, 'u-1')]));

/** Upstream's order: kind and version first. */
const json = (object: object): Buffer => Buffer.from(`${JSON.stringify(object)}\n`);

async function startOn(values: Readonly<Record<string, Buffer>>) {
  const raw = new MemoryStore();
  const home = { kind: 'Namespace', apiVersion: 'v1', metadata: { name: namespace }, spec: {}, status: { phase: 'Active' } };
  for (const [key, value] of Object.entries({ ...values, 'namespaces/default': json(home) }))
    await raw.put(`/registry/${key}`, value, { expect: 0 });
  const cluster = await startCluster({ store: new StoredForm(raw, 'application/json'), bootstrap: false });
  return { raw, cluster, client: cluster.client };
}

const text = async (raw: MemoryStore, key: string) => Buffer.from((await raw.get(`/registry/${key}`))?.value ?? []).toString('latin1');

test('objects that upstream has written are read, in protobuf and in JSON', async () => {
  const entry = Buffer.concat([field(1, 'a'), field(2, 'b')]);
  const { cluster, client } = await startOn({
    'configmaps/default/binary': enclosed('v1', 'ConfigMap', metadata('binary'), field(2, entry)),
    'configmaps/default/text': json({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'text', namespace, uid: 'u-2' },
      data: { a: 'c' },
    }),
    'secrets/default/binary': enclosed('v1', 'Secret', metadata('binary'), field(2, entry), field(3, 'Opaque')),
  });
  await using _stop = cluster;
  const { items } = await client.list(ConfigMap, { namespace });
  assert.deepEqual(
    items.map(({ metadata: { name, uid }, data }) => [name, uid, data]),
    [
      ['binary', 'u-1', { a: 'b' }],
      ['text', 'u-2', { a: 'c' }],
    ],
  );
  assert.deepEqual((await client.get(Secret, { namespace, name: 'binary' })).data, { a: Buffer.from('b').toString('base64') });
});

test('objects of older versions are read in the version of today, and written so when they are written next', async () => {
  const scale = { kind: 'Deployment', name: 'web', apiVersion: 'apps/v1' };
  const { raw, cluster, client } = await startOn({
    'horizontalpodautoscalers/default/old': json({
      kind: 'HorizontalPodAutoscaler',
      apiVersion: 'autoscaling/v1',
      metadata: { name: 'old', namespace },
      spec: { scaleTargetRef: scale, minReplicas: 1, maxReplicas: 3, targetCPUUtilizationPercentage: 70 },
      status: { currentReplicas: 1, desiredReplicas: 1 },
    }),
    'roles/default/old': enclosed(
      'rbac.authorization.k8s.io/v1beta1',
      'Role',
      metadata('old'),
      field(2, Buffer.concat([field(1, 'get'), field(2, ''), field(3, 'pods')])),
    ),
  });
  await using _stop = cluster;
  const autoscaler = await client.get(HorizontalPodAutoscaler, { namespace, name: 'old' });
  assert.equal(autoscaler.apiVersion, 'autoscaling/v2');
  const target = { type: 'Utilization', averageUtilization: 70 };
  assert.deepEqual(autoscaler.spec.metrics, [{ type: 'Resource', resource: { name: 'cpu', target } }]);
  const sameInOld = await client.get(OldAutoscaler, { namespace, name: 'old' });
  assert.equal(sameInOld.spec.targetCPUUtilizationPercentage, 70);
  const role = await client.get(Role, { namespace, name: 'old' });
  assert.deepEqual(
    [role.apiVersion, role.rules],
    ['rbac.authorization.k8s.io/v1', [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }]],
  );

  // As a migration of what is stored does: nothing changes but the form.
  await client.update(HorizontalPodAutoscaler, autoscaler);
  await client.update(Role, role);
  assert.match(await text(raw, 'horizontalpodautoscalers/default/old'), /"apiVersion":"autoscaling\/v2"\}$/);
  assert.match(await text(raw, 'roles/default/old'), /"apiVersion":"rbac\.authorization\.k8s\.io\/v1"\}$/);
});

test('versions that looked otherwise are read as what they mean today', async () => {
  const number = (value: number) => field(2, Buffer.concat([Buffer.from([0x08, 0, 0x10, value]), field(3, '')]));
  const backend = (name: string, port: number) => Buffer.concat([field(1, name), number(port)]);
  const { cluster, client } = await startOn({
    'ingress/default/binary': enclosed(
      'extensions/v1beta1',
      'Ingress',
      metadata('binary'),
      field(
        2,
        Buffer.concat([
          field(1, backend('rest', 80)),
          field(
            3,
            Buffer.concat([
              field(1, 'shop.example.com'),
              field(2, field(1, field(1, Buffer.concat([field(1, '/a'), field(2, backend('a', 81))])))),
            ]),
          ),
        ]),
      ),
    ),
    'ingress/default/text': json({
      kind: 'Ingress',
      apiVersion: 'networking.k8s.io/v1beta1',
      metadata: { name: 'text', namespace },
      spec: { rules: [{ http: { paths: [{ path: '/b', pathType: 'Prefix', backend: { serviceName: 'b', servicePort: 'web' } }] } }] },
      status: { loadBalancer: {} },
    }),
    'endpointslices/default/old': json({
      kind: 'EndpointSlice',
      apiVersion: 'discovery.k8s.io/v1beta1',
      metadata: { name: 'old', namespace },
      addressType: 'IPv4',
      endpoints: [
        {
          addresses: ['10.1.0.1'],
          conditions: { ready: true },
          nodeName: 'n1',
          topology: { 'kubernetes.io/hostname': 'n1', 'topology.kubernetes.io/zone': 'z', rack: '4' },
        },
      ],
      ports: null,
    }),
  });
  await using _stop = cluster;
  const { items } = await client.list(Ingress, { namespace });
  assert.deepEqual(
    items.map(({ apiVersion, spec }) => [apiVersion, spec]),
    [
      [
        'networking.k8s.io/v1',
        {
          defaultBackend: { service: { name: 'rest', port: { number: 80 } } },
          rules: [
            {
              host: 'shop.example.com',
              http: {
                paths: [{ path: '/a', pathType: 'ImplementationSpecific', backend: { service: { name: 'a', port: { number: 81 } } } }],
              },
            },
          ],
        },
      ],
      [
        'networking.k8s.io/v1',
        { rules: [{ http: { paths: [{ path: '/b', pathType: 'Prefix', backend: { service: { name: 'b', port: { name: 'web' } } } }] } }] },
      ],
    ],
  );
  const slice = await client.get(EndpointSlice, { namespace, name: 'old' });
  assert.deepEqual(slice.endpoints, [
    { addresses: ['10.1.0.1'], conditions: { ready: true }, nodeName: 'n1', deprecatedTopology: { rack: '4' }, zone: 'z' },
  ]);
  assert.equal(slice.apiVersion, 'discovery.k8s.io/v1');
});

test('an object that cannot be read is told of by those of its resource alone, however it came', async () => {
  const { raw, cluster, client } = await startOn({
    'roles/default/strange': enclosed('rbac.authorization.k8s.io/v9', 'Role', metadata('strange')),
  });
  await using _stop = cluster;
  const isUnreadable = (key: string) => (error: unknown) =>
    ApiError.is(error, 'InternalError') && error.message.includes(`the object at /registry/${key} cannot be read: `);
  await assert.rejects(client.list(Role, { namespace }), isUnreadable('roles/default/strange'));
  await client.create(ConfigMap, { metadata: { name: 'a', namespace } });

  for (const value of [enclosed('v9', 'ConfigMap', metadata('b')), Buffer.from('nonsense'), Buffer.from('k8s\0nonsense')]) {
    const written = await raw.put('/registry/configmaps/default/b', value, { expect: 0 });
    assert(written.ok);
    await until('it is noticed', () =>
      client.list(ConfigMap, { namespace }).then(
        () => false,
        (error: unknown) => isUnreadable('configmaps/default/b')(error),
      ),
    );
    // What nobody here knows is in nobody's way.
    await raw.put(`/registry/example.com/things/default/${written.entry.revision}`, value, { expect: 0 });
    await client.create(Secret, { metadata: { name: `s${written.entry.revision}`, namespace }, type: 'Opaque' });
    await raw.delete('/registry/configmaps/default/b', { expect: written.entry.revision });
    await until('it is gone', async () => (await client.list(ConfigMap, { namespace })).items.length === 1);
  }
});
