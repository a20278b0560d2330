import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StorageVersionMigration } from '../../kinds/storagemigration/storage-version-migration.ts';
import { at, meta } from '../testing/builders.ts';
import { nextStep, type Step } from './plan.ts';

const migration = (name: string, is: readonly string[] = [], { version = '', created = 0 } = {}): StorageVersionMigration => ({
  apiVersion: 'storagemigration.k8s.io/v1beta1',
  kind: 'StorageVersionMigration',
  metadata: meta(name, { creationTimestamp: at(created) }),
  spec: { resource: { group: '', resource: 'secrets' } },
  status: {
    ...(version && { resourceVersion: version }),
    conditions: is.map((type) => ({ type, status: 'True', lastTransitionTime: at(0), reason: 'Test', message: '' })),
  },
});

const cases: readonly [name: string, given: StorageVersionMigration, others: StorageVersionMigration[], expected: Step][] = [
  ['a new one begins', migration('a'), [], 'begin'],
  ['then notes where things stand', migration('a', ['Running']), [], 'note-version'],
  ['then migrates', migration('a', ['Running'], { version: '7' }), [], 'migrate'],
  ['and is finished when it has succeeded', migration('a', ['Running', 'Succeeded'], { version: '7' }), [], 'finish'],
  ['or failed', migration('a', ['Running', 'Failed']), [], 'finish'],
  ['and then left alone', migration('a', ['Succeeded'], { version: '7' }), [], 'none'],
  ['a running one goes on whatever else there is', migration('b', ['Running']), [migration('a')], 'note-version'],
  ['one that comes later waits', migration('a', [], { created: 1 }), [migration('b')], 'wait'],
  ['of two that came together, the second by name waits', migration('b'), [migration('a')], 'wait'],
  ['the first does not', migration('a'), [migration('b')], 'begin'],
  ['one waits for another to end', migration('a'), [migration('b', ['Running'])], 'wait'],
  ['one that only has to be finished keeps nobody waiting', migration('a'), [migration('b', ['Running', 'Failed'])], 'begin'],
];

for (const [name, given, others, expected] of cases) {
  test(name, () => assert.equal(nextStep(given, others), expected));
}
