import assert from 'node:assert/strict';
import { test } from 'node:test';
import { featureGates } from '../../model/features/feature-gates.ts';
import { problemsOf, problemsOfUpdate, writtenBy } from '../testing/judge.ts';
import { PodGroup } from './pod-group.ts';
import { Workload } from './workload.ts';

const group = (spec: object) => ({ metadata: { name: 'g' }, spec });
const workload = (...podGroupTemplates: object[]) => ({ metadata: { name: 'w' }, spec: { podGroupTemplates } });
const basic = { name: 'a', schedulingPolicy: { basic: {} } };

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['a gang is fine', group({ schedulingPolicy: { gang: { minCount: 2 } } }), []],
  [
    'a policy is needed',
    group({ schedulingPolicy: {} }),
    ['spec.schedulingPolicy: Invalid value: "": must specify one of: `basic`, `gang`'],
  ],
  [
    'one policy is enough',
    group({ schedulingPolicy: { basic: {}, gang: { minCount: 1 } } }),
    ['spec.schedulingPolicy: Invalid value: "{basic, gang}": must specify exactly one of: `basic`, `gang`'],
  ],
  ['a gang has members', group({ schedulingPolicy: { gang: { minCount: 0 } } }), ['spec.schedulingPolicy.gang.minCount: Required value']],
  [
    'a gang has no fewer than one',
    group({ schedulingPolicy: { gang: { minCount: -1 } } }),
    ['spec.schedulingPolicy.gang.minCount: Invalid value: -1: must be greater than or equal to 1'],
  ],
];

for (const [what, object, problems] of refused) {
  test(`PodGroup: ${what}`, () => {
    assert.deepEqual(problemsOf(PodGroup, object), problems);
  });
}

test('a workload has from one to eight templates, with names of their own', () => {
  assert.deepEqual(problemsOf(Workload, workload(basic)), []);
  assert.deepEqual(problemsOf(Workload, workload()), ['spec.podGroupTemplates: Required value']);
  const many = Array.from({ length: 9 }, (_, index) => ({ ...basic, name: `a${index}` }));
  assert.deepEqual(problemsOf(Workload, workload(...many)), ['spec.podGroupTemplates: Too many: 9: must have at most 8 items']);
  const [duplicate = ''] = problemsOf(Workload, workload(basic, basic));
  assert.match(duplicate, /^spec\.podGroupTemplates\[1\]: Duplicate value: /);
});

test('templates and policies stay as they are', () => {
  const immutable = 'Invalid value: null: field is immutable';
  assert.deepEqual(problemsOfUpdate(Workload, workload(basic), workload({ ...basic, name: 'b' })), [
    `spec.podGroupTemplates: ${immutable}`,
  ]);
  const [before, after] = [group({ schedulingPolicy: { basic: {} } }), group({ schedulingPolicy: { gang: { minCount: 2 } } })];
  assert.deepEqual(problemsOfUpdate(PodGroup, before, after), [`spec.schedulingPolicy: ${immutable}`]);
  assert.deepEqual(problemsOfUpdate(PodGroup, before, before), []);
});

test('groups do not get other claims, and no more than four of them', () => {
  const gates = featureGates({ GenericWorkload: true, DRAWorkloadResourceClaims: true });
  const claims = (count: number) =>
    group({
      schedulingPolicy: { basic: {} },
      resourceClaims: Array.from({ length: count }, (_, index) => ({ name: `c${index}`, resourceClaimName: 'c' })),
    });
  assert.deepEqual(problemsOfUpdate(PodGroup, claims(1), claims(5), { ...writtenBy, gates }), [
    'spec.resourceClaims: Invalid value: null: field is immutable',
    'spec.resourceClaims: Too many: 5: must have at most 4 items',
  ]);
});
