import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultFeatureGates, featureGates } from '../../model/features/feature-gates.ts';
import { logParameters } from './log-options.ts';

const splitting = featureGates({ PodLogsQuerySplitStreams: true });
const parametersOf = (query: string, gates = defaultFeatureGates) =>
  logParameters(new URLSearchParams(query), { name: 'web', gates }).toString();

const asked: readonly [query: string, parameters: string][] = [
  ['', ''],
  ['follow&previous=1&timestamps=FALSE&container=c', 'follow=true&previous=true'],
  ['tailLines=0&limitBytes=%2B7', 'tailLines=0&limitBytes=7'],
  ['sinceTime=2026-01-01T01:00:00%2B01:00', 'sinceTime=2026-01-01T00%3A00%3A00Z'],
  ['sinceTime=null', ''],
];
for (const [query, parameters] of asked) test(`${query || 'nothing'} is passed on`, () => assert.equal(parametersOf(query), parameters));

test('all streams are wanted where one may be named', () => {
  assert.equal(parametersOf('', splitting), 'stream=All');
  assert.equal(parametersOf('stream=Stderr', splitting), 'stream=Stderr');
});

const about = 'PodLogOptions "web" is invalid:';
const refused: readonly [query: string, message: string, gates?: typeof splitting][] = [
  ['tailLines=x', 'strconv.ParseInt: parsing "x": invalid syntax'],
  ['limitBytes=', 'strconv.ParseInt: parsing "": invalid syntax'],
  ['sinceTime=now', 'parsing time "now" as "2006-01-02T15:04:05Z07:00": cannot parse "now" as "2006"'],
  ['tailLines=-1', `${about} tailLines: Invalid value: -1: must be greater than or equal to 0`],
  [
    'limitBytes=0&sinceSeconds=0',
    `${about} [limitBytes: Invalid value: 0: must be greater than 0, sinceSeconds: Invalid value: 0: must be greater than 0]`,
  ],
  ['sinceSeconds=0&sinceTime=null', `${about} []: Forbidden: at most one of \`sinceTime\` or \`sinceSeconds\` may be specified`],
  ['stream=All', `${about} stream: Forbidden: may not be specified`],
  ['stream=All&stream=x&tailLines=1', `${about} stream: Forbidden: may not be specified`],
  ['stream=x', `${about} stream: Unsupported value: "x": supported values: "All", "Stderr", "Stdout"`, splitting],
  ['stream=Stdout&tailLines=1', `${about} []: Forbidden: \`tailLines\` and specific \`stream\` are mutually exclusive for now`, splitting],
];
for (const [query, message, gates] of refused)
  test(`${query} is refused`, () => assert.throws(() => parametersOf(query, gates), { message }));
