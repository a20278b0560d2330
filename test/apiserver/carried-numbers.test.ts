/** Numbers that were fields of workloads once, and that annotations carry now. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer, type Server } from '../support/in-process.ts';

const rollback = 'deprecated.deployment.rollback.rollbackTo';
const generation = 'deprecated.daemonset.template.generation';
const syntax = 'strconv.ParseInt: parsing "x": invalid syntax';
const apps = '/apis/apps/v1/namespaces/default';
const patches = { merge: 'merge-patch+json', strategic: 'strategic-merge-patch+json', apply: 'apply-patch+yaml' };

const selector = { matchLabels: { app: 'web' } };
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'x' }] } };
const workload = (annotations?: Record<string, string>) => ({
  metadata: { name: 'web', ...(annotations && { annotations }) },
  spec: { selector, template },
});

const patch = (server: Server, plural: string, form: keyof typeof patches, body: object) =>
  server.ask(`PATCH ${apps}/${plural}/web?fieldManager=test`, { body, headers: { 'content-type': `application/${patches[form]}` } });

const refusals = [
  [
    'deployments',
    { [rollback]: 'x' },
    `Deployment in version "v1" cannot be handled as a Deployment: failed to parse annotation[${rollback}]=x as int64: ${syntax}`,
  ],
  [
    'deployments',
    { [rollback]: '-1' },
    'Deployment.apps "web" is invalid: spec.rollback.version: Invalid value: -1: must be greater than or equal to 0',
  ],
  ['daemonsets', { [generation]: 'x' }, `DaemonSet in version "v1" cannot be handled as a DaemonSet: ${syntax}`],
  [
    'daemonsets',
    { [generation]: '' },
    'DaemonSet in version "v1" cannot be handled as a DaemonSet: strconv.ParseInt: parsing "": invalid syntax',
  ],
] as const;

for (const [plural, annotations, message] of refusals) {
  test(`${plural} with ${JSON.stringify(annotations)} are refused`, async () => {
    await using server = await startServer();
    const { body } = await server.ask(`POST ${apps}/${plural}`, { body: workload(annotations) });
    assert.equal(body.message, message);
  });
}

test('patches say why in their own ways', async () => {
  await using server = await startServer();
  await server.ask(`POST ${apps}/daemonsets`, { body: workload() });
  const change = { metadata: { annotations: { [generation]: 'x' } } };
  const merged = await patch(server, 'daemonsets', 'merge', change);
  assert.equal(merged.code, 422);
  assert.match(
    merged.body.message ?? '',
    /^ "" is invalid: patch: Invalid value: .*: strconv\.ParseInt: parsing \\?"x\\?": invalid syntax$/,
  );
  const strategic = await patch(server, 'daemonsets', 'strategic', change);
  assert.deepEqual([strategic.code, strategic.body.message], [500, syntax]);
  const applied = await patch(server, 'daemonsets', 'apply', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'web', ...change.metadata },
  });
  assert.deepEqual(
    [applied.code, applied.body.message],
    [500, `failed to convert to unversioned (/web; apps/v1, Kind=DaemonSet): ${syntax}`],
  );
});

test('the revision to go back to is written as numbers are, and left out where it is empty', async () => {
  await using server = await startServer();
  for (const [given, kept] of [
    ['+03', { [rollback]: '3' }],
    ['', undefined],
  ] as const) {
    const { body } = await server.ask(`POST ${apps}/deployments?dryRun=All`, { body: workload({ [rollback]: given }) });
    assert.deepEqual(body.metadata.annotations, kept);
  }
});

for (const [plural, annotation, given, kept] of [
  ['deployments', rollback, '3', undefined],
  ['daemonsets', generation, '7', '1'],
] as const) {
  test(`who writes the status of ${plural} does not change the number`, async () => {
    await using server = await startServer();
    await server.ask(`POST ${apps}/${plural}`, { body: workload() });
    const { body } = await server.ask(`GET ${apps}/${plural}/web`);
    const next = { ...body, metadata: { ...body.metadata, annotations: { a: 'b', [annotation]: given } } };
    const answer = await server.ask(`PUT ${apps}/${plural}/web/status`, { body: next });
    assert.deepEqual(answer.body.metadata.annotations, { a: 'b', ...(kept && { [annotation]: kept }) });
  });
}
