import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer, type Answered, type Server } from '../support/in-process.ts';

const merge = { 'content-type': 'application/merge-patch+json' };
const pods = '/api/v1/namespaces/default/pods';
const claims = '/api/v1/namespaces/default/persistentvolumeclaims';
const claimSpec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

async function create(server: Server, path: string, body: object): Promise<Answered> {
  const answer = await server.ask(`POST ${path}`, { body });
  assert.equal(answer.code, 201, answer.body.message ?? '');
  return answer.body;
}

const limitRange = (server: Server, limits: readonly object[]) =>
  create(server, '/api/v1/namespaces/default/limitranges', { metadata: { name: 'limits' }, spec: { limits } });

const podWith = (resources: object) => ({ metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'x', resources }] } });

test('containers get the limits and requests of their namespace, and a note that they did', async () => {
  await using server = await startServer();
  await limitRange(server, [{ type: 'Container', default: { cpu: '1', memory: '1Gi' }, defaultRequest: { cpu: '500m' } }]);
  const pod = await create(server, pods, podWith({ limits: { cpu: '2' } }));
  const container = (pod.spec?.['containers'] as { resources: object }[] | undefined)?.[0];
  assert.deepEqual(container?.resources, { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '2', memory: '1Gi' } });
  const note = 'LimitRanger plugin set: memory request for container c; memory limit for container c';
  assert.equal(pod.metadata.annotations?.['kubernetes.io/limit-ranger'], note);
});

const exceeding = [
  {
    limit: { type: 'Container', min: { cpu: '1' } },
    resources: { requests: { cpu: '500m' }, limits: { cpu: '1' } },
    message: 'minimum cpu usage per Container is 1, but request is 500m',
  },
  {
    limit: { type: 'Container', max: { memory: '1Gi' } },
    resources: { limits: { memory: '2Gi' } },
    message: 'maximum memory usage per Container is 1Gi, but limit is 2Gi',
  },
  { limit: { type: 'Pod', max: { cpu: '1' } }, resources: {}, message: 'maximum cpu usage per Pod is 1.  No limit is specified' },
  {
    limit: { type: 'Container', maxLimitRequestRatio: { cpu: '2' } },
    resources: { requests: { cpu: '100m' }, limits: { cpu: '300m' } },
    message: 'cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000',
  },
];

for (const { limit, resources, message } of exceeding) {
  test(`a pod is refused: ${message}`, async () => {
    await using server = await startServer();
    await limitRange(server, [limit]);
    const { code, body } = await server.ask(`POST ${pods}`, { body: podWith(resources) });
    assert.deepEqual([code, body.message], [403, `pods "p" is forbidden: ${message}`]);
  });
}

test('a claim is as large as its namespace allows', async () => {
  await using server = await startServer();
  await limitRange(server, [{ type: 'PersistentVolumeClaim', max: { storage: '500Mi' } }]);
  const { code, body } = await server.ask(`POST ${claims}`, { body: { metadata: { name: 'c' }, spec: claimSpec } });
  const message = 'persistentvolumeclaims "c" is forbidden: maximum storage usage per PersistentVolumeClaim is 500Mi, but request is 1Gi';
  assert.deepEqual([code, body.message], [403, message]);
});

test('claims are of the newest default class, and protected while they are in use', async () => {
  await using server = await startServer();
  const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' };
  const storageClass = (name: string, more: object = {}) =>
    create(server, '/apis/storage.k8s.io/v1/storageclasses', { metadata: { name, ...more }, provisioner: 'example.com/p' });
  await storageClass('plain');
  await storageClass('fast', { annotations });
  const claim = await create(server, claims, { metadata: { name: 'c' }, spec: claimSpec });
  assert.deepEqual([claim.spec?.['storageClassName'], claim.metadata.finalizers], ['fast', ['kubernetes.io/pvc-protection']]);
  const none = await create(server, claims, { metadata: { name: 'none' }, spec: { ...claimSpec, storageClassName: '' } });
  assert.equal(none.spec?.['storageClassName'], '');
});

test('a claim grows once it is bound, and where its class lets it', async () => {
  await using server = await startServer();
  const classes = '/apis/storage.k8s.io/v1/storageclasses';
  await create(server, classes, { metadata: { name: 'fixed' }, provisioner: 'example.com/p' });
  await create(server, classes, { metadata: { name: 'grows' }, provisioner: 'example.com/p', allowVolumeExpansion: true });
  const larger = { spec: { resources: { requests: { storage: '2Gi' } } } };
  for (const storageClassName of ['fixed', 'grows']) {
    await create(server, claims, { metadata: { name: storageClassName }, spec: { ...claimSpec, storageClassName } });
    const grow = () => server.ask(`PATCH ${claims}/${storageClassName}`, { body: larger, headers: merge });
    const unbound = await grow();
    assert.equal(unbound.code, unbound.body.reason === 'Forbidden' ? 403 : 422);
    await server.ask(`PATCH ${claims}/${storageClassName}/status`, { body: { status: { phase: 'Bound' } }, headers: merge });
    assert.equal((await grow()).code, storageClassName === 'grows' ? 200 : 403);
  }
});

const quotas = '/api/v1/namespaces/default/resourcequotas';

/** A quota whose controller has counted what there is. */
async function quota(server: Server, name: string, hard: Record<string, string>, spec: object = {}): Promise<void> {
  await create(server, quotas, { metadata: { name }, spec: { hard, ...spec } });
  const used = Object.fromEntries(Object.keys(hard).map((each) => [each, '0']));
  await server.ask(`PATCH ${quotas}/${name}/status`, { body: { status: { hard, used } }, headers: merge });
}

const used = async (server: Server, name: string) => (await server.ask(`GET ${quotas}/${name}`)).body.status?.['used'];
const sized = (name: string, cpu: string) => ({
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'x', resources: { requests: { cpu } } }] },
});

test('what is made counts against the quotas of its namespace, up to their limits', async () => {
  await using server = await startServer();
  await quota(server, 'q', { 'requests.cpu': '1', pods: '5' });
  await create(server, pods, sized('a', '600m'));
  assert.deepEqual(await used(server, 'q'), { 'requests.cpu': '600m', pods: '1' });
  await server.ask(`POST ${pods}?dryRun=All`, { body: sized('dry', '100m') });
  const { code, body } = await server.ask(`POST ${pods}`, { body: sized('b', '500m') });
  const message =
    'pods "b" is forbidden: exceeded quota: q, requested: requests.cpu=500m, used: requests.cpu=600m, limited: requests.cpu=1';
  assert.deepEqual([code, body.message], [403, message]);
  assert.deepEqual(await used(server, 'q'), { 'requests.cpu': '600m', pods: '1' });
  const silent = await server.ask(`POST ${pods}`, { body: { metadata: { name: 'c' }, spec: { containers: [{ name: 'c', image: 'x' }] } } });
  assert.equal(silent.body.message, 'pods "c" is forbidden: failed quota: q: must specify requests.cpu for: c');
});

test('a quota that nobody has counted yet lets nothing through', async () => {
  await using server = await startServer();
  await create(server, quotas, { metadata: { name: 'q' }, spec: { hard: { configmaps: '1' } } });
  await server.ask(`PATCH ${quotas}/q/status`, { body: { status: { hard: { configmaps: '1' } } }, headers: merge });
  const { body } = await server.ask('POST /api/v1/namespaces/default/configmaps', { body: { metadata: { name: 'a' } } });
  assert.equal(body.message, 'configmaps "a" is forbidden: status unknown for quota: q, resources: configmaps');
});

test('a quota with a scope limits what is within it', async () => {
  await using server = await startServer();
  await quota(server, 'q', { pods: '1' }, { scopes: ['BestEffort'] });
  await create(server, pods, sized('a', '1'));
  await create(server, pods, { metadata: { name: 'b' }, spec: { containers: [{ name: 'c', image: 'x' }] } });
  assert.deepEqual(await used(server, 'q'), { pods: '1' });
  assert.equal(
    (await server.ask(`POST ${pods}`, { body: { metadata: { name: 'c' }, spec: { containers: [{ name: 'c', image: 'x' }] } } })).code,
    403,
  );
});

test('of many that are made at once no more fit than the quota allows', async () => {
  await using server = await startServer();
  await quota(server, 'q', { 'count/configmaps': '5' });
  const names = Array.from({ length: 12 }, (_, number) => `c${number}`);
  const answers = await Promise.all(
    names.map((name) => server.ask('POST /api/v1/namespaces/default/configmaps', { body: { metadata: { name } } })),
  );
  assert.equal(answers.filter(({ code }) => code === 201).length, 5);
  assert.deepEqual(await used(server, 'q'), { 'count/configmaps': '5' });
});

test('a service that becomes one with node ports uses more of its quota', async () => {
  await using server = await startServer();
  await quota(server, 'q', { services: '5', 'services.nodeports': '1' });
  const services = '/api/v1/namespaces/default/services';
  await create(server, services, { metadata: { name: 's' }, spec: { ports: [{ port: 1 }] } });
  const open = { spec: { type: 'NodePort' } };
  assert.equal((await server.ask(`PATCH ${services}/s`, { body: open, headers: merge })).code, 200);
  assert.deepEqual(await used(server, 'q'), { services: '1', 'services.nodeports': '1' });
  await create(server, services, { metadata: { name: 't' }, spec: { ports: [{ port: 1 }] } });
  assert.equal((await server.ask(`PATCH ${services}/t`, { body: open, headers: merge })).code, 403);
});

test('ingresses are of the default class unless they say otherwise', async () => {
  await using server = await startServer();
  const annotations = { 'ingressclass.kubernetes.io/is-default-class': 'true' };
  await create(server, '/apis/networking.k8s.io/v1/ingressclasses', {
    metadata: { name: 'web', annotations },
    spec: { controller: 'example.com/c' },
  });
  const spec = { defaultBackend: { service: { name: 's', port: { number: 80 } } } };
  const ingress = await create(server, '/apis/networking.k8s.io/v1/namespaces/default/ingresses', { metadata: { name: 'i' }, spec });
  assert.equal(ingress.spec?.['ingressClassName'], 'web');
});

test('a pod costs what its runtime class says, and goes where that can be had', async () => {
  await using server = await startServer();
  await create(server, '/apis/node.k8s.io/v1/runtimeclasses', {
    metadata: { name: 'sandboxed' },
    handler: 'runsc',
    overhead: { podFixed: { cpu: '100m' } },
    scheduling: { nodeSelector: { sandbox: 'yes' } },
  });
  const spec = { runtimeClassName: 'sandboxed', containers: [{ name: 'c', image: 'x' }] };
  const pod = await create(server, pods, { metadata: { name: 'p' }, spec });
  assert.deepEqual([pod.spec?.['overhead'], pod.spec?.['nodeSelector']], [{ cpu: '100m' }, { sandbox: 'yes' }]);
  const conflicting = await server.ask(`POST ${pods}`, {
    body: { metadata: { name: 'q' }, spec: { ...spec, nodeSelector: { sandbox: 'no' } } },
  });
  assert.deepEqual(
    [conflicting.code, conflicting.body.message],
    [403, 'pods "q" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[sandbox] = yes; pod.spec.nodeSelector[sandbox] = no'],
  );
});

test('pods keep to what their namespace allows, and those who make them are told', async () => {
  await using server = await startServer();
  const enforce = (level: string) =>
    server.ask('PATCH /api/v1/namespaces/default', {
      body: { metadata: { labels: { 'pod-security.kubernetes.io/enforce': level } } },
      headers: merge,
    });
  const spec = { hostNetwork: true, containers: [{ name: 'c', image: 'x' }] };
  await create(server, pods, { metadata: { name: 'before' }, spec });
  const { warnings } = await enforce('baseline');
  assert.deepEqual(warnings, [
    'existing pods in namespace "default" violate the new PodSecurity enforce level "baseline:latest"',
    'before: host namespaces',
  ]);
  const refused = await server.ask(`POST ${pods}`, { body: { metadata: { name: 'after' }, spec } });
  const message = 'pods "after" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)';
  assert.deepEqual([refused.code, refused.body.message], [403, message]);
  const template = { metadata: { labels: { app: 'x' } }, spec };
  const deployment = { metadata: { name: 'd' }, spec: { selector: { matchLabels: { app: 'x' } }, template } };
  const made = await server.ask('POST /apis/apps/v1/namespaces/default/deployments', { body: deployment });
  assert.deepEqual([made.code, made.warnings], [201, ['would violate PodSecurity "baseline:latest": host namespaces (hostNetwork=true)']]);
  // What is there may go on.
  const labelled = await server.ask(`PATCH ${pods}/before`, { body: { metadata: { labels: { a: 'b' } } }, headers: merge });
  assert.equal(labelled.code, 200);
  assert.equal((await enforce('basic')).code, 422);
});

test('nobody asks for the certificate of an almighty group', async () => {
  await using server = await startServer();
  const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
  const ask = async (organization: string) => {
    const body = { metadata: { name: organization.replace(':', '-') }, spec: await signingRequest(organization) };
    return server.ask(`POST ${path}`, { body });
  };
  const { code, body } = await ask('system:masters');
  assert.equal(code, 403);
  assert.match(body.message ?? '', /use of kubernetes\.io\/kube-apiserver-client signer with system:masters group is not allowed$/);
  assert.equal((await ask('developers')).code, 201);
});

async function signingRequest(organization: string): Promise<object> {
  await import('reflect-metadata');
  const { Pkcs10CertificateRequestGenerator } = await import('@peculiar/x509');
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const request = await Pkcs10CertificateRequestGenerator.create({ name: `CN=ann, O=${organization}`, keys, signingAlgorithm });
  return {
    request: Buffer.from(request.toString('pem')).toString('base64'),
    signerName: 'kubernetes.io/kube-apiserver-client',
    usages: ['client auth'],
  };
}
