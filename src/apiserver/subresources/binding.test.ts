import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startCluster, type TestCluster } from '../../cluster/testing.ts';
import { ApiError } from '../../model/errors.ts';
import { Namespace } from '../../kinds/core/namespace.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';

const signal = AbortSignal.timeout(20_000);

describe('bindings', () => {
  let cluster: TestCluster;
  before(async () => {
    cluster = await startCluster();
    await cluster.client.create(Namespace, { metadata: { name: 'shop' }, spec: {} });
    await cluster.client.create(ServiceAccount, { metadata: { name: 'default', namespace: 'shop' } });
    for (const name of ['nominated', 'plain']) {
      await cluster.client.create(Pod, { metadata: { name, namespace: 'shop' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } });
    }
  });
  after(() => cluster.stop());

  const bind = (name: string, binding: object): Promise<unknown> =>
    cluster.client.post(Pod, { name, namespace: 'shop' }, 'binding', { apiVersion: 'v1', kind: 'Binding', ...binding }, { signal });

  const refusals: readonly (readonly [what: string, binding: object, code: number, message: string])[] = [
    ['names no pod', { target: { name: 'n' } }, 400, 'name in URL does not match name in Binding object'],
    [
      'is for no node',
      { metadata: { name: 'plain' }, target: { kind: 'Pod' } },
      500,
      '[target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>", target.name: Required value]',
    ],
    [
      'is for a pod before this one',
      { metadata: { name: 'plain', uid: 'other' }, target: { name: 'n' } },
      409,
      'Precondition failed: UID in precondition: other',
    ],
    [
      'is for a version before this one',
      { metadata: { name: 'plain', resourceVersion: '1' }, target: { name: 'n' } },
      409,
      'Precondition failed: ResourceVersion in precondition: 1',
    ],
  ];
  for (const [what, binding, code, message] of refusals) {
    test(`one that ${what} is refused`, async () => {
      await assert.rejects(bind('plain', binding), (error) => {
        assert.ok(error instanceof ApiError);
        assert.equal(error.status.code, code);
        assert.ok(error.message.includes(message), error.message);
        return true;
      });
    });
  }

  test('a pod that is bound is not nominated any more', async () => {
    const { client } = cluster;
    const pod = await client.get(Pod, { name: 'nominated', namespace: 'shop' });
    await client.update(Pod, { ...pod, status: { ...pod.status, nominatedNodeName: 'elsewhere' } }, { subresource: 'status' });
    await bind('nominated', { metadata: { name: 'nominated' }, target: { kind: 'Node', name: 'n' } });
    const bound = await client.get(Pod, { name: 'nominated', namespace: 'shop' });
    assert.equal(bound.spec.nodeName, 'n');
    assert.equal(bound.status.nominatedNodeName, undefined);
  });
});
