import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PodCondition } from '../kinds/core/pod/status.ts';
import { statusPatch, type StatusChange } from './pod-status.ts';
import { pod } from './testing/builders.ts';

const nowTimestamp = '2026-01-01T01:00:00Z';
const before = '2026-01-01T00:00:00Z';
const metadata = { uid: 'uid-web' };
const unschedulable = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no room' };
const condition = (more: Partial<PodCondition>): PodCondition => ({ ...unschedulable, lastTransitionTime: before, ...more });

const cases: {
  name: string;
  conditions?: PodCondition[];
  nominatedNodeName?: string;
  change: StatusChange;
  expected: object | undefined;
}[] = [
  {
    name: 'a new condition',
    change: { condition: unschedulable },
    expected: { metadata, status: { conditions: [{ ...unschedulable, observedGeneration: 1, lastTransitionTime: nowTimestamp }] } },
  },
  { name: 'the same condition', conditions: [condition({})], change: { condition: unschedulable }, expected: undefined },
  {
    name: 'another message, which is no transition',
    conditions: [condition({ message: 'no node' })],
    change: { condition: unschedulable },
    expected: { metadata, status: { conditions: [{ ...unschedulable, observedGeneration: 1, lastTransitionTime: before }] } },
  },
  { name: 'a nomination', change: { nominatedNode: 'a' }, expected: { metadata, status: { nominatedNodeName: 'a' } } },
  { name: 'the same nomination', nominatedNodeName: 'a', change: { nominatedNode: 'a' }, expected: undefined },
  {
    name: 'the end of a nomination',
    nominatedNodeName: 'a',
    change: { nominatedNode: '' },
    expected: { metadata, status: { nominatedNodeName: null } },
  },
  { name: 'no nomination to end', change: { nominatedNode: '' }, expected: undefined },
  { name: 'nothing', nominatedNodeName: 'a', change: {}, expected: undefined },
];

for (const { name, conditions, nominatedNodeName, change, expected } of cases) {
  test(`only what is different is written to the status: ${name}`, () => {
    const status = { ...(conditions && { conditions }), ...(nominatedNodeName && { nominatedNodeName }) };
    assert.deepEqual(statusPatch(pod('web', { status }), change, { nowTimestamp }), expected);
  });
}
