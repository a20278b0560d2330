import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../testing/judge.ts';
import { APIService } from './api-service.ts';

const spec = { group: 'example.com', version: 'v1', groupPriorityMinimum: 100, versionPriority: 100 };
const rule = 'must be `spec.version+"."+spec.group`: "v1.example.com"';

test('an API service is called after what it serves, and no name is made up for it', () => {
  assert.deepEqual(problemsOf(APIService, { metadata: { name: 'v1.example.com' }, spec }), []);
  assert.deepEqual(problemsOf(APIService, { metadata: { name: 'mine-x', generateName: 'mine-' }, spec }), [
    `metadata.generateName: Invalid value: "mine-": ${rule}`,
    `metadata.name: Invalid value: "mine-x": ${rule}`,
  ]);
});
