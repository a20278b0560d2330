import assert from 'node:assert/strict';
import { test } from 'node:test';
import { issueAuthority, newKey } from '../../cluster/certificates/issue.ts';
import { ClusterTrustBundle } from '../../kinds/certificates/cluster-trust-bundle.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';
import { bundleName } from './controller.ts';

const signerName = 'kubernetes.io/kube-apiserver-serving';

test('there is one bundle, of the authority of now, whatever others make of it', async () => {
  const { certificatePem: caPem } = await issueAuthority({ commonName: 'ca', key: newKey(), nowMs: Date.parse('2026-01-01T00:00:00Z') });
  await using cluster = await runControllers({
    settings: { rootCaPem: caPem },
    featureGates: { ClusterTrustBundle: true },
    runtimeConfig: { 'certificates.k8s.io/v1beta1': 'true' },
  });
  const { client } = cluster;
  const name = bundleName(caPem);
  assert.match(name, /^kubernetes\.io:kube-apiserver-serving:[0-9a-f]{24}$/);
  const names = async () => (await client.list(ClusterTrustBundle)).items.map(({ metadata }) => metadata.name);
  await eventually(names, (all) => all.join() === name);
  assert.equal((await client.get(ClusterTrustBundle, { name })).spec.trustBundle, caPem);

  const old = { metadata: { name: 'kubernetes.io:kube-apiserver-serving:old' }, spec: { signerName, trustBundle: caPem } };
  await client.create(ClusterTrustBundle, old);
  await eventually(names, (all) => all.join() === name);
  const { uid } = (await client.get(ClusterTrustBundle, { name })).metadata;
  await client.delete(ClusterTrustBundle, { name });
  await eventually(
    async () => (await client.list(ClusterTrustBundle)).items,
    ([bundle]) => bundle !== undefined && bundle.metadata.uid !== uid,
  );
});
