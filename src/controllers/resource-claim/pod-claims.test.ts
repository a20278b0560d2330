import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { ResourceClaim, ResourceClaimStatus } from '../../kinds/resource/resource-claim.ts';
import { meta, pod } from '../testing/builders.ts';
import { claimNameFor, claimRefsOf, isReservedFor, serves } from '../pods/resource-claims.ts';
import { isPodDone, isReservable, namePrefix, sharedEntry } from './pod-claims.ts';

const own = { name: 'gpu', resourceClaimTemplateName: 'any-gpu' };
const shared = { name: 'disk', resourceClaimName: 'the-disk' };
const user = (status: Partial<Pod['status']> = {}) => pod('a', { spec: { resourceClaims: [own, shared] }, status });

for (const [name, status, entry, expected] of [
  ['one that is named', {}, shared, { name: 'the-disk' }],
  ['one that is not made yet', {}, own, 'not-made'],
  ['one that was made', { resourceClaimStatuses: [{ name: 'gpu', resourceClaimName: 'a-gpu-x' }] }, own, { name: 'a-gpu-x' }],
  ['one that is not needed', { resourceClaimStatuses: [{ name: 'gpu' }] }, own, 'not-needed'],
] as const) {
  test(`the claim of an entry: ${name}`, () => {
    assert.deepEqual(claimNameFor(user(structuredClone(status) as Partial<Pod['status']>), entry), expected);
  });
}

test('claims that the scheduler made count as well', () => {
  const extendedResourceClaimStatus = { resourceClaimName: 'a-extended', requestMappings: [] };
  assert.deepEqual(
    claimRefsOf(user({ extendedResourceClaimStatus })).map(({ name }) => name),
    ['the-disk', 'a-extended'],
  );
});

for (const [name, given, expected] of [
  ['running', pod('a'), false],
  ['finished', pod('a', { phase: 'Succeeded' }), true],
  ['deleted on a node', pod('a', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }), false],
  ['deleted before it had one', pod('a', { node: '', metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }), true],
] as const) {
  test(`a pod that is ${name} ${expected ? 'needs nothing' : 'needs its claims'}`, () => {
    assert.equal(isPodDone(given), expected);
  });
}

const claim = (status: ResourceClaimStatus, owner?: string): ResourceClaim => ({
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceClaim',
  metadata: meta('claim', owner ? { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: owner, controller: true }] } : {}),
  spec: { devices: {} },
  status,
});

test('what was made for one pod serves no other', () => {
  const withGroups = true;
  assert.ok(serves(claim({}, 'uid-a'), { pod: user(), entry: own, withGroups }));
  assert.ok(!serves(claim({}, 'uid-b'), { pod: user(), entry: own, withGroups }));
  assert.ok(serves(claim({}), { pod: user(), entry: shared, withGroups }));
});

const member = pod('a', { spec: { schedulingGroup: { podGroupName: 'gang' } } });
const ofGroup = (name: string, apiVersion = 'scheduling.k8s.io/v1alpha2'): ResourceClaim => ({
  ...claim({ reservedFor: [{ apiGroup: 'scheduling.k8s.io', resource: 'podgroups', name, uid: `uid-${name}` }] }),
  metadata: meta('claim', { ownerReferences: [{ apiVersion, kind: 'PodGroup', name, uid: `uid-${name}`, controller: true }] }),
});
for (const [name, given, withGroups, isServed, isReserved] of [
  ['of its group', ofGroup('gang'), true, true, true],
  ['of its group in another version', ofGroup('gang', 'scheduling.k8s.io/v1'), true, true, true],
  ['of another group', ofGroup('other'), true, false, false],
  ["of its group, where groups' claims are not known", ofGroup('gang'), false, false, false],
] as const) {
  test(`a pod and a claim ${name}`, () => {
    assert.equal(serves(given, { pod: member, entry: own, withGroups }), isServed);
    assert.equal(isReservedFor(given, member, { withGroups }), isReserved);
  });
}

for (const [name, entry, expected] of [
  ['the same template is', own, true],
  ['another template is not', { name: 'gpu', resourceClaimTemplateName: 'other' }, false],
  ['another name is not', { name: 'fpga', resourceClaimTemplateName: 'any-gpu' }, false],
  ['a claim instead of a template is not', { name: 'gpu', resourceClaimName: 'any-gpu' }, false],
] as const) {
  test(`of what a pod wants, ${name} shared with its group`, () => {
    const spec = { schedulingPolicy: { basic: {} }, resourceClaims: [own] };
    assert.equal(
      sharedEntry({ apiVersion: 'scheduling.k8s.io/v1alpha2', kind: 'PodGroup', metadata: meta('gang'), spec, status: {} }, entry),
      expected,
    );
  });
}

const by = (uid: string) => ({ resource: 'pods', name: uid, uid });
const allocation = { devices: {} };
for (const [name, status, expected] of [
  ['without devices', {}, false],
  ['with devices', { allocation }, true],
  ['that others use', { allocation, reservedFor: [by('b')] }, true],
  ['that as many use as may', { allocation, reservedFor: Array.from({ length: 256 }, (_, each) => by(String(each))) }, false],
] as const) {
  test(`a pod ${expected ? 'can' : 'cannot'} be entered in a claim ${name}`, () => {
    assert.equal(isReservable(claim(structuredClone(status) as ResourceClaimStatus)), expected);
  });
}

test('names of claims begin with those of pod and entry, cut alike', () => {
  assert.equal(namePrefix('web', 'gpu'), 'web-gpu-');
  const prefix = namePrefix('w'.repeat(60), 'g'.repeat(20));
  assert.equal(prefix, `${'w'.repeat(41)}-${'g'.repeat(13)}`);
});
