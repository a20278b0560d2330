import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LocalSubjectAccessReview } from '../../kinds/authorization/local-subject-access-review.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { Namespace } from '../../kinds/core/namespace.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { startCluster } from '../../cluster/testing.ts';
import { ApiError } from '../../model/errors.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { admissionRequest, admit, readerOf, refusal, stored } from './testing/admission-request.ts';

const namespace = (name: string, phase: 'Active' | 'Terminating'): Namespace => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: stored(name),
  spec: {},
  status: { phase },
});
const reader = readerOf(namespace('shop', 'Active'), namespace('closing', 'Terminating'));
const object: ConfigMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: stored('settings') };

const terminating = (name: string) =>
  `${name} is forbidden: unable to create new content in namespace closing because it is being terminated`;

test('objects are created in namespaces that exist', async () => {
  await admit(namespaceLifecycle, admissionRequest(ConfigMap, { object }), reader);
  const elsewhere = admissionRequest(ConfigMap, { object, namespace: 'nowhere' });
  assert.equal(await refusal(namespaceLifecycle, elsewhere, reader), 'namespaces "nowhere" not found');
});

test('objects are changed in namespaces that exist', async () => {
  const update = { operation: 'UPDATE', object, oldObject: object } as const;
  await admit(namespaceLifecycle, admissionRequest(ConfigMap, update), reader);
  await admit(namespaceLifecycle, admissionRequest(ConfigMap, { ...update, namespace: 'closing' }), reader);
  const elsewhere = admissionRequest(ConfigMap, { ...update, namespace: 'nowhere' });
  assert.equal(await refusal(namespaceLifecycle, elsewhere, reader), 'namespaces "nowhere" not found');
});

describe('in a namespace that is on its way out', () => {
  test('nothing is created, and clients learn why', async () => {
    const request = admissionRequest(ConfigMap, { object, namespace: 'closing' });
    const error = await admit(namespaceLifecycle, request, reader).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert(ApiError.is(error, 'Forbidden'));
    assert.equal(error.message, terminating('configmaps "settings"'));
    assert.deepEqual(error.status.details, {
      name: 'settings',
      kind: 'configmaps',
      causes: [{ reason: 'NamespaceTerminating', message: 'namespace closing is being terminated', field: 'metadata.namespace' }],
    });
  });

  test('an object that has no name yet is told by the beginning of it', async () => {
    const nameless = { ...object, metadata: { generateName: 'settings-' } } as unknown as ConfigMap;
    const request = admissionRequest(ConfigMap, { object: nameless, name: '', namespace: 'closing' });
    assert.equal(await refusal(namespaceLifecycle, request, reader), terminating('configmaps "settings-"'));
  });

  test('no pod is evicted or bound', async () => {
    for (const subresource of ['eviction', 'binding']) {
      const request = admissionRequest(Pod, { object, name: 'web', subresource, namespace: 'closing' });
      assert.equal(await refusal(namespaceLifecycle, request, reader), terminating('pods "web"'));
    }
  });

  test('everything can be deleted', async () => {
    await admit(namespaceLifecycle, admissionRequest(ConfigMap, { operation: 'DELETE', oldObject: object, namespace: 'closing' }), reader);
  });
});

test('whether a namespace exists is not told by asking for rights in it', async () => {
  await admit(namespaceLifecycle, admissionRequest(LocalSubjectAccessReview, { object, namespace: 'nowhere' }), reader);
});

test('what is in no namespace needs none', async () => {
  await admit(namespaceLifecycle, admissionRequest(Node, { object }), reader);
  await admit(namespaceLifecycle, admissionRequest(Namespace, { object: namespace('new', 'Active') }), reader);
});

test('a cluster keeps the namespaces it cannot do without', async () => {
  const deletion = (name: string) => admissionRequest(Namespace, { operation: 'DELETE', oldObject: namespace(name, 'Active') });
  for (const name of ['default', 'kube-system', 'kube-public']) {
    const message = `namespaces "${name}" is forbidden: this namespace may not be deleted`;
    assert.equal(await refusal(namespaceLifecycle, deletion(name), reader), message);
  }
  for (const name of ['kube-node-lease', 'shop']) await admit(namespaceLifecycle, deletion(name), reader);
});

test('a namespace that is deleted takes nothing new from that moment on', async () => {
  await using cluster = await startCluster();
  const { client } = cluster;
  await client.create(Namespace, { metadata: { name: 'shop' }, spec: {} });
  await client.create(ConfigMap, { metadata: { name: 'before', namespace: 'shop' } });
  await client.delete(Namespace, { name: 'shop' });
  await assert.rejects(client.create(ConfigMap, { metadata: { name: 'after', namespace: 'shop' } }), {
    message: 'configmaps "after" is forbidden: unable to create new content in namespace shop because it is being terminated',
  });
  const before = await client.get(ConfigMap, { name: 'before', namespace: 'shop' });
  await client.update(ConfigMap, { ...before, data: { a: '1' } });
  await client.delete(ConfigMap, { name: 'before', namespace: 'shop' });
});
