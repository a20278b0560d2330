import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../src/base/fake-clock.ts';
import { configMap, configMaps, startServer, type Server } from '../support/in-process.ts';

const forms = {
  json: { 'content-type': 'application/json-patch+json' },
  merge: { 'content-type': 'application/merge-patch+json' },
  strategic: { 'content-type': 'application/strategic-merge-patch+json' },
  apply: { 'content-type': 'application/apply-patch+yaml' },
} as const;

const deployments = '/apis/apps/v1/namespaces/default/deployments';
const containers = (...names: string[]) => names.map((name) => ({ name, image: 'x' }));
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: containers('a', 'b') } };
const deployment = { metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } }, template } };

const apply = (server: Server, manager: string, data: Record<string, string>, query = '') => {
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data };
  return server.ask(`PATCH ${configMaps}/a?fieldManager=${manager}${query}`, { body, headers: forms.apply });
};

const changes = [
  { form: 'json', body: [{ op: 'add', path: '/data/y', value: '2' }], data: { x: '1', y: '2' } },
  {
    form: 'json',
    body: [
      { op: 'test', path: '/data/x', value: '1' },
      { op: 'move', from: '/data/x', path: '/data/z' },
    ],
    data: { z: '1' },
  },
  { form: 'merge', body: { data: { x: null, y: '2' } }, data: { y: '2' } },
  { form: 'strategic', body: { data: { y: '2', $patch: 'replace' } }, data: { y: '2' } },
] as const;

for (const { form, body, data } of changes) {
  test(`a ${form} patch ${JSON.stringify(body)} makes ${JSON.stringify(data)}`, async () => {
    await using server = await startServer();
    await server.ask(`POST ${configMaps}`, { body: configMap('a', { data: { x: '1' } }) });
    const { code, body: patched } = await server.ask(`PATCH ${configMaps}/a`, { body, headers: forms[form] });
    assert.deepEqual([code, patched.data], [200, data]);
  });
}

const refusals = [
  {
    what: 'a test that fails',
    form: 'json',
    body: [{ op: 'test', path: '/data/x', value: '2' }],
    code: 422,
    message: /^the server rejected our request/,
  },
  {
    what: 'a value of another type',
    form: 'merge',
    body: { data: { x: 5 } },
    code: 422,
    message: /^ "" is invalid: patch: Invalid value: "\{.*cannot unmarshal number/,
  },
  {
    what: 'a list where there is none',
    form: 'strategic',
    body: { data: ['x'] },
    code: 422,
    message: /^ "" is invalid: patch: Invalid value: "map\[data:\[x\]\]"/,
  },
  {
    what: 'another name',
    form: 'merge',
    body: { metadata: { name: 'b' } },
    code: 400,
    message: /does not match the name on the URL \(a\)$/,
  },
  {
    what: 'another kind',
    form: 'merge',
    body: { kind: 'Secret' },
    code: 422,
    message: /converting \(v1\.Secret\) to \(core\.ConfigMap\): unknown conversion$/,
  },
  {
    what: 'another uid',
    form: 'merge',
    body: { metadata: { uid: 'x' } },
    code: 422,
    message: /metadata\.uid: Invalid value: "x": field is immutable/,
  },
  { what: 'an old version', form: 'merge', body: { metadata: { resourceVersion: '1' } }, code: 409, message: /has been modified/ },
  {
    what: 'operations that are none',
    form: 'json',
    body: { op: 'add' },
    code: 400,
    message: /^error decoding patch: json: cannot unmarshal object/,
  },
] as const;

for (const { what, form, body, code, message } of refusals) {
  test(`a ${form} patch with ${what} is refused: ${code}`, async () => {
    await using server = await startServer();
    await server.ask(`POST ${configMaps}`, { body: configMap('a', { data: { x: '1' } }) });
    const answer = await server.ask(`PATCH ${configMaps}/a`, { body, headers: forms[form] });
    assert.equal(answer.code, code, answer.body.message ?? '');
    assert.match(answer.body.message ?? '', message);
  });
}

test('a patch in a form that nobody knows is refused, and one of what is not there', async () => {
  await using server = await startServer();
  const unknown = await server.ask(`PATCH ${configMaps}/a`, { body: {}, headers: { 'content-type': 'application/json' } });
  assert.deepEqual([unknown.code, unknown.body.message], [415, '415: Unsupported Media Type']);
  const missing = await server.ask(`PATCH ${configMaps}/a`, { body: {}, headers: forms.merge });
  assert.equal(missing.code, 404);
});

test('a strategic patch merges lists by their keys, where a merge patch replaces them', async () => {
  await using server = await startServer();
  await server.ask(`POST ${deployments}`, { body: deployment });
  const body = { spec: { template: { spec: { containers: [{ name: 'b', image: 'y' }, ...containers('c')] } } } };
  const imagesOf = async (form: 'merge' | 'strategic') => {
    const { body: patched } = await server.ask(`PATCH ${deployments}/web`, { body, headers: forms[form] });
    const made = patched.spec?.['template'] as typeof template | undefined;
    return made?.spec.containers.map(({ name, image }) => `${name}=${image}`).toSorted();
  };
  assert.deepEqual(await imagesOf('strategic'), ['a=x', 'b=y', 'c=x']);
  assert.deepEqual(await imagesOf('merge'), ['b=y', 'c=x']);
});

test('an apply creates what is not there, and who applies owns what it applied', async () => {
  await using server = await startServer();
  const { code, body } = await apply(server, 'one', { x: '1' });
  assert.equal(code, 201);
  assert.deepEqual(
    body.metadata.managedFields?.map(({ manager, operation, fieldsV1 }) => [manager, operation, fieldsV1]),
    [['one', 'Apply', { 'f:data': { 'f:x': {} } }]],
  );
});

test('what somebody else owns is not taken by an apply, unless by force', async () => {
  await using server = await startServer();
  await apply(server, 'one', { x: '1' });
  const conflict = await apply(server, 'two', { x: '2' });
  assert.deepEqual([conflict.code, conflict.body.details?.causes?.[0]?.field], [409, '.data.x']);
  assert.match(conflict.body.message ?? '', /^Apply failed with 1 conflict: conflict with "one": \.data\.x$/);
  assert.equal((await apply(server, 'two', { x: '1' })).code, 200);
  assert.deepEqual((await apply(server, 'two', { x: '2' }, '&force=true')).body.data, { x: '2' });
  const { body } = await server.ask(`GET ${configMaps}/a`);
  assert.deepEqual(
    body.metadata.managedFields?.map(({ manager }) => manager),
    ['two'],
  );
});

test('what is no longer applied goes, unless somebody else owns it as well', async () => {
  await using server = await startServer();
  await apply(server, 'one', { x: '1', y: '1', z: '1' });
  await apply(server, 'two', { y: '1' });
  assert.deepEqual((await apply(server, 'one', { z: '1' })).body.data, { y: '1', z: '1' });
});

test('applying the same again changes nothing, not even times', async () => {
  const clock = new FakeClock();
  await using server = await startServer({ clock });
  const { body: first } = await apply(server, 'one', { x: '1' });
  await clock.advance(60_000);
  const { body: second } = await apply(server, 'one', { x: '1' });
  assert.deepEqual(second, first);
});

test('an apply that names a version replaces only that one', async () => {
  await using server = await startServer();
  await apply(server, 'one', { x: '1' });
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', resourceVersion: '1' }, data: { x: '1' } };
  const { code } = await server.ask(`PATCH ${configMaps}/a?fieldManager=one`, { body, headers: forms.apply });
  assert.equal(code, 409);
});

test('an apply that does not fit is refused before anything else is said of it', async () => {
  await using server = await startServer();
  const ask = (body: object, query = '?fieldManager=one') => server.ask(`PATCH ${configMaps}/a${query}`, { body, headers: forms.apply });
  const type = { apiVersion: 'v1', kind: 'ConfigMap' };
  const cases = [
    { answer: await ask(type, ''), code: 422, message: /fieldManager: Required value: is required for apply patch/ },
    { answer: await ask({ kind: 'ConfigMap' }), code: 400, message: /^invalid object type: \/, Kind=ConfigMap$/ },
    { answer: await ask({ ...type, bogus: 1 }), code: 500, message: /\.bogus: field not declared in schema$/ },
    { answer: await ask({ ...type, metadata: { name: 'b' } }), code: 400, message: /does not match the name on the URL \(a\)$/ },
    { answer: await ask({ ...type, metadata: { name: 'a', uid: 'x' } }), code: 409, message: /uid mismatch/ },
    {
      answer: await ask({ ...type, metadata: { name: 'a', managedFields: [] } }),
      code: 400,
      message: /^metadata.managedFields must be nil$/,
    },
  ];
  for (const { answer, code, message } of cases) {
    assert.match(answer.body.message ?? '', message);
    assert.equal(answer.code, code);
  }
});

test('who scales owns the number of replicas, and who applies it later is told so', async () => {
  await using server = await startServer();
  await server.ask(`POST ${deployments}?fieldManager=maker`, { body: deployment });
  const scale = { spec: { replicas: 3 } };
  await server.ask(`PATCH ${deployments}/web/scale?fieldManager=scaler`, { body: scale, headers: forms.merge });
  const { body } = await server.ask(`GET ${deployments}/web`);
  assert.deepEqual(
    [body.spec?.['replicas'], body.metadata.managedFields?.map(({ manager, subresource = '' }) => `${manager}/${subresource}`)],
    [3, ['scaler/scale', 'maker/']],
  );
  const applied = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 1 } };
  const conflict = await server.ask(`PATCH ${deployments}/web?fieldManager=other`, { body: applied, headers: forms.apply });
  assert.match(conflict.body.message ?? '', /conflict with "scaler" with subresource "scale" using apps\/v1: \.spec\.replicas$/);
});
