import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOfUpdate } from '../testing/judge.ts';
import { Event } from './event.ts';

const event = (more: object = {}): object => ({
  metadata: { name: 'web.1', namespace: 'default' },
  eventTime: '2026-01-02T03:04:05.000001Z',
  reportingController: 'example.com/watcher',
  reportingInstance: 'watcher-1',
  action: 'Looked',
  reason: 'Seen',
  type: 'Normal',
  regarding: { kind: 'Pod', namespace: 'default', name: 'web' },
  ...more,
});

const refused: readonly (readonly [what: string, next: object, problems: readonly string[]])[] = [
  ['may go on', event({ series: { count: 2, lastObservedTime: '2026-01-02T03:04:06.000000Z' } }), []],
  [
    'keeps its reason, and is told so twice',
    event({ reason: 'Missed' }),
    ['reason: Invalid value: "Missed": field is immutable', 'reason: Invalid value: "Missed": field is immutable'],
  ],
  [
    'keeps all else',
    event({
      regarding: { kind: 'Pod', namespace: 'default', name: 'api' },
      deprecatedSource: { component: 'kubelet' },
      deprecatedCount: 3,
      type: undefined,
      related: { kind: 'Node' },
    }),
    [
      'involvedObject: Invalid value: {"Kind":"Pod","Namespace":"default","Name":"api","UID":"","APIVersion":"","ResourceVersion":"","FieldPath":""}: field is immutable',
      'source: Invalid value: {"Component":"kubelet","Host":""}: field is immutable',
      'count: Invalid value: 3: field is immutable',
      'type: Invalid value: "": field is immutable',
      'related: Invalid value: {"Kind":"Node","Namespace":"","Name":"","UID":"","APIVersion":"","ResourceVersion":"","FieldPath":""}: field is immutable',
    ],
  ],
  [
    'counts bytes',
    event({ reason: 'é'.repeat(65) }),
    [
      'reason: Invalid value: "": can have at most 128 characters',
      ...Array<string>(2).fill(`reason: Invalid value: "${'é'.repeat(65)}": field is immutable`),
    ],
  ],
];

for (const [what, next, problems] of refused) {
  test(`an event ${what}`, () => {
    assert.deepEqual(problemsOfUpdate(Event, event(), next), problems);
  });
}
