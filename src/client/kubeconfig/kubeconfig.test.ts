import assert from 'node:assert/strict';
import { chmod, lstat, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { load } from 'js-yaml';
import { systemClock } from '../../base/clock.ts';
import { FakeClock } from '../../base/fake-clock.ts';
import { clusterAccess } from './access.ts';
import { kubeconfigOf } from './context.ts';
import { mergeContext, removeContext, writeKubeconfig } from './edit.ts';
import { kubeconfigPaths, loadKubeconfig, loadKubeconfigFile } from './load.ts';
import { parseKubeconfig } from './kubeconfig.ts';

const clock = systemClock;
const mine = { name: 'kubets', server: 'https://127.0.0.1:6443', caPem: 'CA\n', certificatePem: 'CERT\n', keyPem: 'KEY\n' };

test('a context leads to its cluster and user, with inline data', async () => {
  const config = parseKubeconfig(kubeconfigOf({ ...mine, namespace: 'shop' }), 'test');
  assert.deepEqual(await clusterAccess(config), {
    server: 'https://127.0.0.1:6443',
    caPem: 'CA\n',
    certificatePem: 'CERT\n',
    keyPem: 'KEY\n',
    namespace: 'shop',
  });
});

test('files named in a kubeconfig are relative to it, in YAML and in JSON', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'ca.pem'), 'CA');
  await writeFile(join(folder.path, 'token'), 'secret\n');
  const config = {
    clusters: [
      { name: 'c', cluster: { server: 'https://example.org', 'certificate-authority': 'ca.pem', 'tls-server-name': 'kubernetes' } },
    ],
    users: [{ name: 'u', user: { tokenFile: 'token', token: 'older' } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
  };
  await writeFile(join(folder.path, 'config'), JSON.stringify(config));
  assert.deepEqual(await clusterAccess(await loadKubeconfigFile(join(folder.path, 'config')), { context: 'x' }), {
    server: 'https://example.org',
    caPem: 'CA',
    tlsServerName: 'kubernetes',
    token: 'secret',
    tokenFile: join(folder.path, 'token'),
  });
});

test('what is missing or wrong is said plainly, without showing the file', async (t) => {
  const cases: [what: string, text: string, message: RegExp][] = [
    ['no current context', 'clusters: []', /no context is named/],
    ['unknown context', 'current-context: a', /context "a" does not exist/],
    ['unknown cluster', 'current-context: a\ncontexts: [{name: a, context: {cluster: b}}]', /cluster "b" of context "a" does not exist/],
    ['unknown user', withUser('{}').replace('user: u}', 'user: v}'), /user "v" of context "a" does not exist/],
    ['exec', withUser('{exec: {command: get-token}}'), /user "u" uses exec, which is not supported/],
    ['bad base64', withUser('{client-certificate-data: "%%%", client-key-data: ""}'), /client-certificate-data is not base64/],
    ['half a certificate', withUser('{client-certificate-data: QUJD}'), /only one of client certificate and client key/],
    ['missing file', withUser('{client-certificate: /does/not/exist}'), /client-certificate cannot be read: \/does\/not\/exist/],
    ['a number for a token', withUser('{token: 123}'), /token should be a string/],
    ['bad YAML', 'users:\n- name: x\n  user: {token: secret\n', /^test is neither YAML nor JSON(, see line \d+)?$/],
    ['a list', '[]', /it should hold an object/],
    ['another kind', 'kind: Pod', /its kind is not Config/],
    ['an entry without name', 'users: [{}]', /users\[0\] should have a name/],
  ];
  for (const [what, text, message] of cases) {
    await t.test(what, async () => {
      await assert.rejects(async () => clusterAccess(parseKubeconfig(text, 'test')), { message });
    });
  }
});

test('of several files the first to name something decides', async () => {
  await using folder = await temporaryFolder();
  const [first, second] = [join(folder.path, 'first'), join(folder.path, 'second')];
  await writeFile(first, 'users: [{name: red, user: {token: one}}]\ncurrent-context: ""');
  await writeFile(second, 'users: [{name: red, user: {token: two}}, {name: blue, user: {token: three}}]\ncurrent-context: late');
  const merged = await loadKubeconfig([first, join(folder.path, 'missing'), second]);
  assert.deepEqual(merged.users, [
    { name: 'red', user: { token: 'one' } },
    { name: 'blue', user: { token: 'three' } },
  ]);
  assert.equal(merged['current-context'], 'late');
});

test('the environment names the files, or else the home directory does', () => {
  const homeDirectory = '/home/me';
  assert.deepEqual(kubeconfigPaths({ environment: {}, homeDirectory }), ['/home/me/.kube/config']);
  assert.deepEqual(kubeconfigPaths({ environment: { KUBECONFIG: '/a:/b::/a' }, homeDirectory }), ['/a', '/b']);
});

test('adding a context leaves every other entry and unknown field as it was', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'config');
  const before = {
    apiVersion: 'v1',
    kind: 'Config',
    preferences: { colors: true },
    clusters: [
      { name: 'other', cluster: { server: 'https://o', extensions: [{ name: 'e', extension: { since: '2026-01-01', on: 'yes' } }] } },
    ],
    users: [{ name: 'other', user: { exec: { command: 'x', args: ['010', 'true', '1.10'], provideClusterInfo: false } } }],
    contexts: [{ name: 'other', context: { cluster: 'other', user: 'other' } }],
    'current-context': 'other',
    future: { field: [1, null] },
  };
  await writeFile(path, JSON.stringify(before));
  await chmod(path, 0o644);

  await mergeContext(path, mine, { clock });
  const { clusters, users, contexts, ...rest } = load(await readFile(path, 'utf8')) as typeof before;
  assert.deepEqual([clusters[0], users[0], contexts[0]], [before.clusters[0], before.users[0], before.contexts[0]]);
  assert.deepEqual(rest, {
    apiVersion: 'v1',
    kind: 'Config',
    preferences: { colors: true },
    'current-context': 'other',
    future: { field: [1, null] },
  });
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.match(await readFile(path, 'utf8'), /'on': 'yes'/);

  await mergeContext(path, { ...mine, server: 'https://127.0.0.1:7443', makeCurrent: true }, { clock });
  const again = await loadKubeconfigFile(path);
  assert.equal(again.contexts.length, 2);
  assert.equal(again['current-context'], 'kubets');
  assert.equal((await clusterAccess(again)).server, 'https://127.0.0.1:7443');

  await removeContext(path, 'kubets', { clock });
  assert.deepEqual(load(await readFile(path, 'utf8')), { ...before, 'current-context': '' });
});

test('a cluster that another context uses stays when a context is removed', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'config');
  await mergeContext(path, mine, { clock });
  await writeFile(
    path,
    (await readFile(path, 'utf8')).replace('contexts:', 'contexts:\n  - name: alias\n    context: {cluster: kubets, user: me}'),
  );
  await removeContext(path, 'kubets', { clock });
  const { clusters, users, contexts } = await loadKubeconfigFile(path);
  assert.deepEqual([clusters.length, users.length, contexts.map(({ name }) => name)], [1, 0, ['alias']]);
});

test('a file that cannot be read as a kubeconfig is never overwritten', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'config');
  await writeFile(path, 'users: {');
  await assert.rejects(mergeContext(path, mine, { clock }), /neither YAML nor JSON/);
  assert.equal(await readFile(path, 'utf8'), 'users: {');
  await assert.rejects(stat(`${path}.lock`));
});

test('a link to a kubeconfig stays a link', async () => {
  await using folder = await temporaryFolder();
  const [real, link] = [join(folder.path, 'real'), join(folder.path, 'link')];
  await writeFile(real, '');
  await symlink(real, link);
  await mergeContext(link, mine, { clock });
  assert.ok((await lstat(link)).isSymbolicLink());
  assert.equal((await loadKubeconfigFile(real))['current-context'], 'kubets');
});

test('many writers at once lose nothing', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'deep', 'config');
  const names = Array.from({ length: 8 }, (_, index) => `c${index}`);
  await Promise.all(names.map((name) => mergeContext(path, { ...mine, name }, { clock })));
  assert.deepEqual((await loadKubeconfigFile(path)).contexts.map(({ name }) => name).toSorted(), names);
});

test('a lock that is never released is reported by name', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'config');
  await writeFile(`${path}.lock`, '');
  const waiting = new FakeClock();
  const settled = new AbortController();
  const refused = assert
    .rejects(mergeContext(path, mine, { clock: waiting, lockTimeoutMs: 200 }), /config\.lock exists/)
    .finally(() => settled.abort());
  while (!settled.signal.aborted) await waiting.advance(50);
  await refused;
});

test('the whole file for an administrator has plain lines', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'new', 'admin.conf');
  await writeKubeconfig(path, mine);
  const lines = (await readFile(path, 'utf8')).split('\n').map((line) => line.trim());
  assert.ok(lines.includes('server: https://127.0.0.1:6443'));
  for (const key of ['certificate-authority-data', 'client-certificate-data', 'client-key-data']) {
    assert.ok(
      lines.some((line) => new RegExp(`^${key}: [A-Za-z0-9+/=]+$`).test(line)),
      key,
    );
  }
  assert.equal((await stat(path)).mode & 0o777, 0o600);
});

const withUser = (user: string) =>
  `current-context: a
contexts: [{name: a, context: {cluster: b, user: u}}]
clusters: [{name: b, cluster: {server: "https://b"}}]
users: [{name: u, user: ${user}}]`;

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  await mkdir(path, { recursive: true });
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
