import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, problemsOfUpdate } from '../testing/judge.ts';
import { LeaseCandidate } from './lease-candidate.ts';

const valid = { leaseName: 'l', binaryVersion: '1.36.0', emulationVersion: '1.35.0', strategy: 'OldestEmulationVersion' };
const candidate = (spec: object) => ({ metadata: { name: 'c' }, spec: { ...valid, ...spec } });

const refused: readonly (readonly [spec: object, problems: readonly string[]])[] = [
  [{}, []],
  [{ strategy: 'example.com/Other', emulationVersion: undefined }, []],
  [{ leaseName: '' }, ['spec.leaseName: Required value']],
  [
    { binaryVersion: 'v1' },
    [
      'spec.binaryVersion: Invalid value: "v1": must be a valid semantic version',
      'spec.binaryVersion: Invalid value: "v1": must be greater than or equal to `emulationVersion`',
    ],
  ],
  [{ emulationVersion: '1.37.0' }, ['spec.binaryVersion: Invalid value: "1.36.0": must be greater than or equal to `emulationVersion`']],
  [
    { emulationVersion: undefined },
    ["spec.emulationVersion: Required value: must be specified when `strategy` is 'OldestEmulationVersion'"],
  ],
  [{ strategy: 'Mine' }, ['spec.strategy.strategy: Unsupported value: "Mine": supported values: "OldestEmulationVersion"']],
];

for (const [spec, problems] of refused) {
  test(`a candidate with ${JSON.stringify(spec)}`, () => {
    assert.deepEqual(problemsOf(LeaseCandidate, candidate(spec)), problems);
  });
}

test('a candidate stays with its lease', () => {
  assert.deepEqual(problemsOfUpdate(LeaseCandidate, candidate({}), candidate({ leaseName: 'm' })), [
    'spec.leaseName: Invalid value: "m": field is immutable',
  ]);
});
