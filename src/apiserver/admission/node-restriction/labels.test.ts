import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forbiddenNodeLabels } from './labels.ts';

const allowed = [
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'node.kubernetes.io/instance-type',
  'beta.kubernetes.io/instance-type',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'kubelet.kubernetes.io/foo',
  'foo.kubelet.kubernetes.io/foo',
  'node.kubernetes.io/foo',
  'foo.node.kubernetes.io/foo',
  'example.com/foo',
  'mykubernetes.io/foo',
  'kubernetes.io.example.com/foo',
  'hostname',
  'node-restriction.kubernetes.io',
];

const forbidden = [
  'kubernetes.io/foo',
  'k8s.io/foo',
  'other.kubernetes.io/foo',
  'other.k8s.io/foo',
  'node-role.kubernetes.io/control-plane',
  'topology.kubernetes.io/rack',
  'node-restriction.kubernetes.io/foo',
  'x.node-restriction.kubernetes.io/foo',
  'kubelet.k8s.io/foo',
];

for (const label of allowed) {
  test(`a node may set ${label}, change it and take it away`, () => {
    assert.deepEqual(forbiddenNodeLabels({ [label]: 'a' }, {}), []);
    assert.deepEqual(forbiddenNodeLabels({ [label]: 'a' }, { [label]: 'b' }), []);
    assert.deepEqual(forbiddenNodeLabels({}, { [label]: 'b' }), []);
  });
}

for (const label of forbidden) {
  test(`a node may not touch ${label}, and may leave it as it is`, () => {
    assert.deepEqual(forbiddenNodeLabels({ [label]: 'a' }, {}), [label]);
    assert.deepEqual(forbiddenNodeLabels({ [label]: 'a' }, { [label]: 'b' }), [label]);
    assert.deepEqual(forbiddenNodeLabels({}, { [label]: 'b' }), [label]);
    assert.deepEqual(forbiddenNodeLabels({ [label]: 'a', x: '1' }, { [label]: 'a' }), []);
  });
}

test('forbidden labels are told in order; no labels at all are none', () => {
  const labels = { 'kubernetes.io/b': '', 'k8s.io/a': '', 'example.com/c': '', 'kubernetes.io/a': '' };
  assert.deepEqual(forbiddenNodeLabels(labels, undefined), ['k8s.io/a', 'kubernetes.io/a', 'kubernetes.io/b']);
  assert.deepEqual(forbiddenNodeLabels(undefined, undefined), []);
});
