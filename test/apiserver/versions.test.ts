import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer } from '../support/in-process.ts';

const allOn = { runtimeConfig: { 'api/all': 'true' }, featureGates: { AllAlpha: true, AllBeta: true } };

test('versions that are neither stable nor asked for are not there', async () => {
  await using server = await startServer();
  const offByDefault = [
    'networking.k8s.io/v1beta1/ipaddresses',
    'resource.k8s.io/v1beta1/resourceslices',
    'certificates.k8s.io/v1beta1/clustertrustbundles',
    'scheduling.k8s.io/v1alpha2/workloads',
    'apps/v1beta1/deployments',
  ];
  for (const path of offByDefault) assert.equal((await server.ask(`GET /apis/${path}`)).code, 404, path);
  const groups = (await server.ask('GET /apis')).body['groups'] as { name: string; versions: { version: string }[] }[];
  assert.equal(
    groups.find(({ name }) => name === 'storagemigration.k8s.io'),
    undefined,
  );
  for (const { name, versions } of groups) {
    for (const { version } of versions) assert.match(version, /^v\d+$/, `${name}/${version}`);
  }
});

test('a kind is there when its version is on and its feature is, too', async () => {
  const runtimeConfig = { 'certificates.k8s.io/v1beta1': 'true' };
  await using server = await startServer({ runtimeConfig, featureGates: { ClusterTrustBundle: true } });
  assert.equal((await server.ask('GET /apis/certificates.k8s.io/v1beta1/clustertrustbundles')).code, 200);
  assert.equal((await server.ask('GET /apis/certificates.k8s.io/v1beta1/podcertificaterequests')).code, 404);
});

test('old versions say so, and only they', async () => {
  await using server = await startServer(allOn);
  const warningsOf = async (line: string) => (await server.ask(line)).warnings;
  assert.deepEqual(await warningsOf('GET /apis/storage.k8s.io/v1beta1/volumeattributesclasses'), [
    'storage.k8s.io/v1beta1 VolumeAttributesClass is deprecated in v1.34+, unavailable in v1.37+; use storage.k8s.io/v1 VolumeAttributesClass',
  ]);
  assert.deepEqual(await warningsOf('GET /apis/networking.k8s.io/v1beta1/ipaddresses'), [
    'networking.k8s.io/v1beta1 IPAddress is deprecated in v1.34+, unavailable in v1.37+',
  ]);
  assert.deepEqual(await warningsOf('GET /api/v1/endpoints'), [
    'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  ]);
  assert.deepEqual(await warningsOf('GET /apis/admissionregistration.k8s.io/v1beta1/mutatingadmissionpolicies'), []);
  assert.deepEqual(await warningsOf('GET /apis/networking.k8s.io/v1/ipaddresses'), []);
});

const device = { name: 'gpu-0', attributes: { model: { string: 'a' } }, capacity: { memory: { value: '8Gi' } } };
const slice = { driver: 'gpu.example.com', pool: { name: 'p', generation: 1, resourceSliceCount: 1 }, nodeName: 'n' };
const ipParent = { parentRef: { resource: 'services', namespace: 'default', name: 'web' } };
const policy = {
  matchConstraints: {
    matchPolicy: 'Exact',
    namespaceSelector: {},
    objectSelector: {},
    resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: '*' }],
  },
  mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: '[]' } }],
  reinvocationPolicy: 'Never',
};

/** Created in one version, read in another: what that shows of it. */
const converted: readonly (readonly [from: string, to: string, kind: string, given: object, shown: object])[] = [
  [
    'networking.k8s.io/v1beta1/ipaddresses',
    'networking.k8s.io/v1/ipaddresses',
    'IPAddress',
    { metadata: { name: '10.0.0.1' }, spec: ipParent },
    { spec: ipParent },
  ],
  [
    'networking.k8s.io/v1/servicecidrs',
    'networking.k8s.io/v1beta1/servicecidrs',
    'ServiceCIDR',
    { spec: { cidrs: ['10.7.0.0/24'] } },
    { spec: { cidrs: ['10.7.0.0/24'] } },
  ],
  [
    'admissionregistration.k8s.io/v1alpha1/mutatingadmissionpolicies',
    'admissionregistration.k8s.io/v1/mutatingadmissionpolicies',
    'MutatingAdmissionPolicy',
    { spec: policy },
    { spec: { ...policy, failurePolicy: 'Fail' } },
  ],
  [
    'resource.k8s.io/v1beta1/namespaces/default/resourceclaims',
    'resource.k8s.io/v1/namespaces/default/resourceclaims',
    'ResourceClaim',
    { spec: { devices: { requests: [{ name: 'a', deviceClassName: 'gpu' }] } } },
    { spec: { devices: { requests: [{ name: 'a', exactly: { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 1 } }] } } },
  ],
  [
    'resource.k8s.io/v1beta2/namespaces/default/resourceclaims',
    'resource.k8s.io/v1beta1/namespaces/default/resourceclaims',
    'ResourceClaim',
    { spec: { devices: { requests: [{ name: 'a', firstAvailable: [{ name: 'b', deviceClassName: 'gpu' }] }] } } },
    {
      spec: {
        devices: {
          requests: [
            {
              name: 'a',
              deviceClassName: '',
              firstAvailable: [{ name: 'b', deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 1 }],
            },
          ],
        },
      },
    },
  ],
  [
    'resource.k8s.io/v1beta1/resourceslices',
    'resource.k8s.io/v1/resourceslices',
    'ResourceSlice',
    { spec: { ...slice, devices: [{ name: device.name, basic: { attributes: device.attributes, capacity: device.capacity } }] } },
    { spec: { ...slice, devices: [device] } },
  ],
  [
    'resource.k8s.io/v1/resourceslices',
    'resource.k8s.io/v1beta1/resourceslices',
    'ResourceSlice',
    { spec: { ...slice, devices: [device] } },
    { spec: { ...slice, devices: [{ name: device.name, basic: { attributes: device.attributes, capacity: device.capacity } }] } },
  ],
  [
    'coordination.k8s.io/v1alpha2/namespaces/default/leasecandidates',
    'coordination.k8s.io/v1beta1/namespaces/default/leasecandidates',
    'LeaseCandidate',
    { spec: { leaseName: 'l', binaryVersion: '1.36.0', emulationVersion: '1.36.0', strategy: 'OldestEmulationVersion' } },
    { spec: { leaseName: 'l', binaryVersion: '1.36.0', emulationVersion: '1.36.0', strategy: 'OldestEmulationVersion' } },
  ],
  [
    'resource.k8s.io/v1beta2/devicetaintrules',
    'resource.k8s.io/v1alpha3/devicetaintrules',
    'DeviceTaintRule',
    { spec: { deviceSelector: { driver: 'd.example.com' }, taint: { key: 'a', effect: 'NoSchedule', timeAdded: '2026-01-01T00:00:00Z' } } },
    { spec: { deviceSelector: { driver: 'd.example.com' }, taint: { key: 'a', effect: 'NoSchedule', timeAdded: '2026-01-01T00:00:00Z' } } },
  ],
];

test('an object is the same in every version of its kind', async (context) => {
  await using server = await startServer(allOn);
  for (const [index, [from, to, kind, given, shown]] of converted.entries()) {
    await context.test(`${from} to ${to}`, async () => {
      const [apiVersion = '', readVersion = ''] = [from, to].map((path) => path.split('/').slice(0, 2).join('/'));
      const { metadata: { name = `x${index}` } = {} } = given as { metadata?: { name?: string } };
      const created = await server.ask(`POST /apis/${from}`, { body: { ...given, apiVersion, kind, metadata: { name } } });
      assert.equal(created.code, 201, JSON.stringify(created.body));
      const { metadata, ...body } = (await server.ask(`GET /apis/${to}/${name}`)).body;
      assert.equal(metadata.name, name);
      assert.deepEqual({ ...body, status: undefined }, { apiVersion: readVersion, kind, ...shown, status: undefined });
      const listed = await server.ask(`GET /apis/${from}`);
      assert.equal(listed.body.items?.find((item) => item.metadata.name === name)?.metadata.uid, metadata.uid);
      const patched = await server.ask(`PATCH /apis/${to}/${name}`, {
        body: { metadata: { labels: { seen: 'yes' } } },
        headers: { 'content-type': 'application/merge-patch+json' },
      });
      assert.equal(patched.code, 200, JSON.stringify(patched.body));
      assert.deepEqual((await server.ask(`GET /apis/${from}/${name}`)).body.metadata.labels, { seen: 'yes' });
      assert.equal((await server.ask(`DELETE /apis/${from}/${name}`)).code, 200);
      assert.equal((await server.ask(`GET /apis/${to}/${name}`)).code, 404);
    });
  }
});

test('a watch in one version tells of writes in another', async () => {
  await using server = await startServer(allOn);
  await using watching = await server.watch('/apis/resource.k8s.io/v1beta1/resourceslices?watch=1');
  const body = { apiVersion: 'resource.k8s.io/v1', kind: 'ResourceSlice', metadata: { name: 's' }, spec: { ...slice, devices: [device] } };
  assert.equal((await server.ask('POST /apis/resource.k8s.io/v1/resourceslices', { body })).code, 201);
  const event = await watching.next();
  assert.equal(event?.object['apiVersion'], 'resource.k8s.io/v1beta1');
  assert.deepEqual(event?.object.spec?.['devices'], [
    { name: 'gpu-0', basic: { attributes: device.attributes, capacity: device.capacity } },
  ]);
});

test('metrics tell which features are on', async () => {
  await using server = await startServer({ featureGates: { ContainerStopSignals: true } });
  const { body } = await server.cluster.handle({
    method: 'GET',
    path: '/metrics',
    query: new URLSearchParams(),
    headers: {},
    body: undefined,
    credentials: { type: 'user', user: { name: 'admin', groups: ['system:masters'] } },
    signal: new AbortController().signal,
  });
  assert.ok(body.type === 'bytes' && body.bytes instanceof Uint8Array);
  const text = Buffer.from(body.bytes).toString('utf8');
  assert.match(text, /^kubernetes_feature_enabled\{name="ContainerStopSignals",stage="ALPHA"\} 1$/m);
  assert.match(text, /^kubernetes_feature_enabled\{name="GenericWorkload",stage="ALPHA"\} 0$/m);
});
