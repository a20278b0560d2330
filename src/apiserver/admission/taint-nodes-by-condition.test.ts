import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Node } from '../../kinds/core/node/index.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';
import { admissionRequest, admit, stored } from './testing/admission-request.ts';

type Taints = Node['spec']['taints'];

const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' } as const;

async function taintsOf(taints: Taints, given: Partial<Parameters<typeof admissionRequest>[1]> = {}): Promise<Taints> {
  const object: Node = { apiVersion: 'v1', kind: 'Node', metadata: stored('n1'), spec: taints ? { taints } : {}, status: {} };
  await admit(taintNodesByCondition, admissionRequest(Node, { object, ...given }));
  return object.spec.taints;
}

test('a new node is not ready, whatever else it is', async () => {
  const other = { key: 'other', effect: 'NoExecute' } as const;
  const harder = { ...notReady, effect: 'NoExecute' } as const;
  assert.deepEqual(await taintsOf(undefined), [notReady]);
  assert.deepEqual(await taintsOf([other]), [other, notReady]);
  assert.deepEqual(await taintsOf([harder]), [harder, notReady]);
});

test('a new node that says so itself is not told twice', async () => {
  const own = { ...notReady, value: 'x' };
  assert.deepEqual(await taintsOf([own]), [own]);
});

test('a node that is there already is left alone', async () => {
  assert.equal(await taintsOf(undefined, { operation: 'UPDATE' }), undefined);
  assert.equal(await taintsOf(undefined, { operation: 'UPDATE', subresource: 'status' }), undefined);
});
