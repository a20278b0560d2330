import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, problemsOfStatusUpdate } from '../testing/judge.ts';
import { ResourcePoolStatusRequest } from './resource-pool-status-request.ts';

const request = (spec: object, status?: object) => ({ metadata: { name: 'a' }, spec: { driver: 'd', ...spec }, ...(status && { status }) });
const caseless =
  "an RFC 1123 subdomain must consist of alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'Example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

const long = `${'a'.repeat(253)}_`;
const refused: readonly (readonly [what: string, spec: object, problems: readonly string[]])[] = [
  ['drivers may be in capitals', { driver: 'Example.COM' }, []],
  [
    'drivers are neither long nor odd',
    { driver: long },
    [`spec.driver: Invalid value: "${long}": must be no more than 253 bytes`, `spec.driver: Invalid value: "${long}": ${caseless}`],
  ],
  ['drivers are needed', { driver: '' }, ['spec.driver: Required value']],
  ['pools have names in parts', { poolName: 'a//b' }, ['spec.poolName: Invalid value: "a//b": segment 1: must not be empty']],
  ['limits have limits', { limit: 0 }, ['spec.limit: Invalid value: 0: must be greater than or equal to 1']],
];

for (const [what, spec, problems] of refused) {
  test(`requests for the state of pools: ${what}`, () => assert.deepEqual(problemsOf(ResourcePoolStatusRequest, request(spec)), problems));
}

const condition = { type: 'Complete', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z', reason: 'Done', message: '' };
const answered = { poolCount: 0, conditions: [condition] };
const judged = (before: object | undefined, after: object | undefined) =>
  problemsOfStatusUpdate(ResourcePoolStatusRequest, request({}, before), request({}, after));

test('an answer is complete, and says each thing once', () => {
  assert.deepEqual(judged(undefined, answered), []);
  assert.deepEqual(judged(undefined, { conditions: [condition, condition] }), [
    'status.conditions[1].type: Duplicate value: "Complete"',
    'status.poolCount: Required value',
    `status.conditions[1]: Duplicate value: ${JSON.stringify(condition)}`,
  ]);
});

test('an answer is given once, and what changes of it is judged all the same', () => {
  assert.deepEqual(judged(answered, answered), []);
  assert.deepEqual(judged(answered, undefined), ['status: Invalid value: null: field is immutable']);
  const [immutable = '', ...others] = judged(answered, { ...answered, poolCount: -1 });
  assert.match(immutable, /^status: Invalid value: \{"PoolCount":-1,.*\}: field is immutable$/);
  assert.deepEqual(others, ['status.poolCount: Invalid value: -1: must be greater than or equal to 0']);
});
