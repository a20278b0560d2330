import assert from 'node:assert/strict';
import { X509Certificate, webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import { CertificateSigningRequest } from '../../kinds/certificates/certificate-signing-request.ts';
import { formatTime } from '../../model/timestamp.ts';
import { ClusterRoleBinding } from '../../kinds/rbac/cluster-role-binding.ts';
import { at, meta, startMs } from '../testing/builders.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';
import { endsAtMs } from './clean.ts';
import { clientUsagesProblem, kubeletClientProblem, kubeletServingProblem } from './kubelet-rules.ts';
import { lifeOf } from './sign.ts';

const nodeRequest = {
  commonName: 'system:node:n',
  organizations: ['system:nodes'],
  dnsNames: [] as string[],
  ipAddresses: [] as string[],
  emailAddresses: [],
  uris: [],
};
const client = ['digital signature', 'client auth'];

for (const [change, usages, expected] of [
  [{}, client, undefined],
  [{}, [...client, 'key encipherment'], undefined],
  [{ organizations: ['system:masters'] }, client, 'subject organization is not system:nodes'],
  [{ organizations: ['system:nodes', 'system:masters'] }, client, 'subject organization is not system:nodes'],
  [{ dnsNames: ['n'] }, client, 'DNS subjectAltNames are not allowed'],
  [{ ipAddresses: ['10.0.0.1'] }, client, 'IP subjectAltNames are not allowed'],
  [{ commonName: 'n' }, client, 'subject common name does not begin with system:node:'],
  [{}, [...client, 'server auth'], 'usages did not match [client auth digital signature key encipherment]'],
] as const) {
  test(`a kubelet that asks for a client certificate with ${JSON.stringify(change)} and ${usages.join(', ')}: ${expected ?? 'good'}`, () => {
    assert.equal(kubeletClientProblem({ request: { ...nodeRequest, ...change }, usages }), expected);
  });
}

test('a kubelet that serves has to say where, and may not ask to be a client', () => {
  const usages = ['digital signature', 'server auth'];
  const request = { ...nodeRequest, dnsNames: ['n'] };
  assert.equal(kubeletServingProblem({ request, usages }), undefined);
  assert.equal(kubeletServingProblem({ request: nodeRequest, usages }), 'DNS or IP subjectAltName is required');
  assert.match(
    kubeletServingProblem({ request, usages: client }) ?? '',
    /^usages did not match \[digital signature key encipherment server auth\]$/,
  );
});

test('clients may ask for nothing but to be clients', () => {
  assert.equal(clientUsagesProblem(['client auth', 'key encipherment']), undefined);
  assert.equal(clientUsagesProblem(['digital signature']), 'missing required usage for client certificate: client auth');
  assert.equal(clientUsagesProblem(['client auth', 'server auth']), 'invalid usage for client certificate: server auth');
});

test('a certificate lives as long as asked for, within bounds', () => {
  assert.deepEqual(
    [undefined, 1, 3600, 1e9].map((seconds) => lifeOf(seconds, 7_200_000)),
    [7_200_000, 600_000, 3_600_000, 7_200_000],
  );
});

const hour = 3600;
for (const [what, conditions, expected] of [
  ['a day while nobody decides', [], 24 * hour],
  ['an hour once denied', [['Denied', 60]], 60 + hour],
  [
    'an hour once failed',
    [
      ['Approved', 60],
      ['Failed', 90],
    ],
    90 + hour,
  ],
  ['a day once approved and not signed', [['Approved', 60]], 60 + 24 * hour],
] as const) {
  test(`a request stays ${what}`, () => {
    const status = {
      conditions: conditions.map(([type, seconds]) => ({
        type,
        status: 'True',
        lastUpdateTime: at(seconds),
        lastTransitionTime: at(seconds),
      })),
    };
    const spec = { request: '', signerName: 'x/y' };
    const asked = { apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: meta('r'), spec, status };
    assert.equal(endsAtMs(asked), startMs + expected * 1000);
  });
}

/** A request in PEM, in base64, and nothing of its key. */
async function requestFor(subject: string): Promise<string> {
  await import('reflect-metadata');
  const { Pkcs10CertificateRequestGenerator } = await import('@peculiar/x509');
  const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({ name: subject, keys, signingAlgorithm });
  return Buffer.from(request.toString('pem')).toString('base64');
}

test('what is approved is signed by the cluster, and what breaks its rules fails', async () => {
  const signed: string[] = [];
  const settings = {
    signCertificate: async ({ usages, lifeMs }: { usages: readonly string[]; lifeMs: number }) => {
      signed.push(`${usages.join('+')} for ${lifeMs}`);
      const { selfSigned } = await import('../../client/testing/self-signed.ts');
      return (await selfSigned()).certificatePem;
    },
  };
  await using cluster = await runControllers({ settings });
  const ask = async (name: string, usages: string[]) => {
    const request = await requestFor('CN=someone');
    const spec = { request, signerName: 'kubernetes.io/kube-apiserver-client', usages, expirationSeconds: 3600 };
    const asked = await cluster.client.create(CertificateSigningRequest, { metadata: { name }, spec });
    const now = formatTime(systemClock.now());
    const conditions = [{ type: 'Approved', status: 'True', lastUpdateTime: now, lastTransitionTime: now }];
    await cluster.client.update(CertificateSigningRequest, { ...asked, status: { conditions } }, { subresource: 'approval' });
  };
  const read = (name: string) => cluster.client.get(CertificateSigningRequest, { name });
  await ask('good', ['client auth']);
  const good = await eventually(
    () => read('good'),
    ({ status }) => status.certificate !== undefined,
  );
  assert.equal(new X509Certificate(Buffer.from(good.status.certificate ?? '', 'base64')).raw.length > 0, true);
  assert.deepEqual(signed, ['client auth for 3600000']);
  await ask('bad', ['server auth']);
  const bad = await eventually(
    () => read('bad'),
    ({ status }) => status.conditions?.some(({ type }) => type === 'Failed') ?? false,
  );
  const failed = bad.status.conditions?.find(({ type }) => type === 'Failed');
  assert.deepEqual([failed?.reason, failed?.message], ['SignerValidationFailure', 'invalid usage for client certificate: server auth']);
});

test('kubelets are approved where they have the right, and nobody else is', async () => {
  await using cluster = await runControllers();
  const role = 'system:certificates.k8s.io:certificatesigningrequests';
  for (const [group, name] of [
    ['system:nodes', `${role}:selfnodeclient`],
    ['newcomers', 'system:node-bootstrapper'],
    ['guests', 'system:node-bootstrapper'],
    ['newcomers', `${role}:nodeclient`],
  ] as const) {
    await cluster.client.create(ClusterRoleBinding, {
      metadata: { generateName: 'test-' },
      subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: group }],
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    });
  }
  const ask = async (user: string, group: string, node: string) =>
    cluster.clientAs({ name: user, groups: [group, 'system:authenticated'] }).create(CertificateSigningRequest, {
      metadata: { name: group.replace(':', '-') },
      spec: {
        request: await requestFor(`O=system:nodes,CN=system:node:${node}`),
        signerName: 'kubernetes.io/kube-apiserver-client-kubelet',
        usages: ['digital signature', 'client auth'],
      },
    });
  await ask('guest', 'guests', 'n');
  await ask('newcomer', 'newcomers', 'n');
  await ask('system:node:n', 'system:nodes', 'n');
  const read = (name: string) => cluster.client.get(CertificateSigningRequest, { name });
  for (const name of ['newcomers', 'system-nodes']) {
    const { status } = await eventually(
      () => read(name),
      ({ status }) => (status.conditions?.length ?? 0) > 0,
    );
    assert.equal(status.conditions?.[0]?.reason, 'AutoApproved');
  }
  assert.deepEqual((await read('guests')).status.conditions ?? [], []);
});
