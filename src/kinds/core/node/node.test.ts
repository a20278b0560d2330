import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../../testing/judge.ts';
import { Node } from './index.ts';

const annotation = 'scheduler.alpha.kubernetes.io/preferAvoidPods';
const at = `metadata.annotations.${annotation}`;

const refused: readonly (readonly [what: string, text: string, problems: readonly string[]])[] = [
  ['nothing', '{}', []],
  [
    'what a controller makes',
    '{"preferAvoidPods":[{"podSignature":{"podController":{"apiVersion":"v1","kind":"ReplicationController","name":"a","uid":"b","controller":true}}}]}',
    [],
  ],
  ['what nothing makes', '{"preferAvoidPods":[{"reason":"x"}]}', [`${at}[0].PodSignature: Required value`]],
  [
    'what no controller makes',
    '{"preferAvoidPods":[{"podSignature":{"podController":{"apiVersion":"v1","kind":"ReplicationController","name":"a","uid":"b","controller":false}}}]}',
    [`${at}[0].PodSignature.PodController.Controller: Invalid value: false: must point to a controller`],
  ],
  ['what is no JSON', '{', [`metadata.annotations.AvoidPods: Invalid value: "${annotation}": unexpected end of JSON input`]],
];

for (const [what, text, problems] of refused) {
  test(`a node avoids ${what}`, () => {
    assert.deepEqual(problemsOf(Node, { metadata: { name: 'a', annotations: { [annotation]: text } } }), problems);
  });
}
