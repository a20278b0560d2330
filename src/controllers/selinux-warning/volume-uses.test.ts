import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VolumeUse } from './volume-use.ts';
import { VolumeUses } from './volume-uses.ts';

const labelled = (label: string) => new Map<string, VolumeUse>([['disk', { label, changePolicy: 'MountOption' }]]);
const recursive = new Map<string, VolumeUse>([['disk', { label: '', changePolicy: 'Recursive' }]]);
const [a, b, far] = [
  { namespace: 'shop', name: 'a' },
  { namespace: 'shop', name: 'b' },
  { namespace: 'bank', name: 'far' },
];
const warning = ' If both pods land on the same node, only one of them may access the volume.';

test('pods that agree are left alone, and so are those with other volumes', () => {
  const uses = new VolumeUses();
  const others = new Map<string, VolumeUse>([['other', { label: ':::s2', changePolicy: 'MountOption' }]]);
  assert.deepEqual([uses.set(a, labelled(':::s1')), uses.set(b, labelled(':::s1')), uses.set(far, others)], [[], [], []]);
});

test('both hear of a conflict, once', () => {
  const uses = new VolumeUses();
  uses.set(a, labelled(':::s1'));
  const said = (other: string, mine: string, theirs: string) =>
    `SELinuxLabel "${mine}" conflicts with pod ${other} that uses the same volume as this pod with SELinuxLabel "${theirs}".${warning}`;
  assert.deepEqual(uses.set(b, labelled(':::s2')), [
    { pod: b, reason: 'SELinuxLabelConflict', message: said('a', ':::s2', ':::s1') },
    { pod: a, reason: 'SELinuxLabelConflict', message: said('b', ':::s1', ':::s2') },
  ]);
  assert.deepEqual(uses.set(b, labelled(':::s2')), []);
});

test('ways to label are in conflict, too', () => {
  const uses = new VolumeUses();
  uses.set(a, labelled(':::s1'));
  const reasons = uses.set(b, recursive).map(({ pod, reason }) => [pod.name, reason]);
  assert.deepEqual(reasons, [
    ['b', 'SELinuxChangePolicyConflict'],
    ['a', 'SELinuxChangePolicyConflict'],
    ['b', 'SELinuxLabelConflict'],
    ['a', 'SELinuxLabelConflict'],
  ]);
});

test('who is in another namespace is not named', () => {
  const uses = new VolumeUses();
  uses.set(far, labelled(':::s1'));
  const [told] = uses.set(a, labelled(':::s2'));
  assert.equal(
    told?.message,
    `SELinuxLabel":::s2" conflicts with another pod that uses the same volume as this pod with a different SELinuxLabel.${warning}`,
  );
});

test('who is gone is in nobody’s way', () => {
  const uses = new VolumeUses();
  uses.set(a, labelled(':::s1'));
  uses.set(a, new Map());
  assert.deepEqual(uses.set(b, labelled(':::s2')), []);
});
