import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { issueAuthority, newKey } from '../../src/cluster/certificates/issue.ts';
import type { User } from '../../src/model/request.ts';
import { grant } from '../support/grant.ts';
import { startServer, type Server } from '../support/in-process.ts';

const runtimeConfig = { 'certificates.k8s.io/v1beta1': 'true' };
const featureGates = { ClusterTrustBundle: true, PodCertificateRequest: true };
const clerk: User = { name: 'clerk', groups: ['system:authenticated'] };
const api = '/apis/certificates.k8s.io/v1beta1';

/** Lets the clerk do everything there, but not as a signer. */
const allow = (server: Server, rules: readonly object[]): Promise<void> => grant(server, clerk, rules);

const everything = { apiGroups: ['certificates.k8s.io'], resources: ['*'], verbs: ['*'] };
const requests = { ...everything, resources: ['podcertificaterequests', 'podcertificaterequests/status', 'clustertrustbundles'] };

function podRequest(): object {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const podUID = 'pod-uid';
  return {
    apiVersion: 'certificates.k8s.io/v1beta1',
    kind: 'PodCertificateRequest',
    metadata: { name: 'r' },
    spec: {
      signerName: 'example.com/signer',
      podName: 'p',
      podUID,
      serviceAccountName: 'default',
      serviceAccountUID: 'sa-uid',
      nodeName: 'n',
      nodeUID: 'node-uid',
      pkixPublicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      proofOfPossession: sign(null, Buffer.from(podUID), privateKey).toString('base64'),
    },
  };
}

test('a request of a pod is answered by those who may sign for its signer', async () => {
  await using server = await startServer({ runtimeConfig, featureGates });
  const path = `${api}/namespaces/default/podcertificaterequests`;
  const created = await server.ask(`POST ${path}`, { body: podRequest() });
  assert.equal(created.code, 201, JSON.stringify(created.body));
  const condition = { type: 'Denied', status: 'True', reason: 'No', message: 'no', lastTransitionTime: '2026-01-01T00:00:00Z' };
  const body = { ...created.body, status: { conditions: [condition] } };
  await allow(server, [requests]);
  const refused = await server.ask(`PUT ${path}/r/status`, { body, as: clerk });
  assert.equal(refused.code, 422, JSON.stringify(refused.body));
  assert.match(
    refused.body.message ?? '',
    /spec\.signerName: Forbidden: User "clerk" is not permitted to "sign" for signer "example\.com\/signer"/,
  );
  await allow(server, [everything]);
  assert.equal((await server.ask(`PUT ${path}/r/status`, { body, as: clerk })).code, 200);
});

test('a request must show that the pod has the key', async () => {
  await using server = await startServer({ runtimeConfig, featureGates });
  const body = podRequest() as { spec: { podUID: string } };
  body.spec.podUID = 'another';
  const refused = await server.ask(`POST ${api}/namespaces/default/podcertificaterequests`, { body });
  assert.deepEqual(
    refused.body.details?.causes?.map(({ field, message }) => `${field}: ${message}`),
    ['spec.proofOfPossession: Invalid value: could not verify proof-of-possession signature'],
  );
});

test('whom to trust for a signer is said by those who may vouch for it', async () => {
  await using server = await startServer({ runtimeConfig, featureGates });
  await allow(server, [requests]);
  const body = {
    apiVersion: 'certificates.k8s.io/v1beta1',
    kind: 'ClusterTrustBundle',
    metadata: { name: 'example.com:signer:a' },
    spec: { signerName: 'example.com/signer', trustBundle: 'none' },
  };
  const { certificatePem } = await issueAuthority({ commonName: 'ca', key: newKey(), nowMs: Date.parse('2026-01-01T00:00:00Z') });
  const wrong = await server.ask(`POST ${api}/clustertrustbundles`, { body });
  assert.deepEqual(
    wrong.body.details?.causes?.map(({ field }) => field),
    ['spec.trustBundle'],
  );
  const good = { ...body, spec: { ...body.spec, trustBundle: certificatePem } };
  const refused = await server.ask(`POST ${api}/clustertrustbundles`, { body: good, as: clerk });
  assert.equal(refused.code, 403);
  assert.match(refused.body.message ?? '', /user not permitted to attest for signerName "example\.com\/signer"/);
  await allow(server, [everything]);
  assert.equal((await server.ask(`POST ${api}/clustertrustbundles`, { body: good, as: clerk })).code, 201);
  const named = await server.ask(`POST ${api}/clustertrustbundles`, { body: { ...body, metadata: { name: 'a' } } });
  assert.deepEqual(
    named.body.details?.causes?.map(({ field }) => field),
    ['metadata.name', 'spec.trustBundle'],
  );
});
