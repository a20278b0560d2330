import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { startApiServerProcess, temporaryFolder } from '../support/api-server-process.ts';
import { kubectlFor, kubectlPrograms, type Kubectl, type KubectlProgram } from '../support/kubectl.ts';

// What all versions do is in kubectl-versions.test.ts; here is what one of them can do in full.
const programs = await kubectlPrograms();
const program = programs.find(({ version }) => version === '1.32') ?? programs[0];
const skip = program ? false : 'no kubectl found';

test(`the generic commands of kubectl ${program?.version ?? ''} are served`, { skip, timeout: 180_000 }, async (t) => {
  if (program) await servesGenericCommands(t, program);
});

const deployment = (image: string, more: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default', ...more },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'c', image, ports: [{ containerPort: 80 }, { containerPort: 81 }] }] },
    },
  },
});
const settings = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' }, data });

async function servesGenericCommands(t: TestContext, program: KubectlProgram): Promise<void> {
  await using folder = await temporaryFolder();
  await using server = await startApiServerProcess({ dataDir: folder.path });
  const kubectl = kubectlFor(program, server.kubeconfig, `--cache-dir=${folder.path}/kubectl`);
  const manifest = async (name: string, ...objects: object[]) => {
    const path = join(folder.path, name);
    await mkdir(folder.path, { recursive: true });
    await writeFile(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    return path;
  };
  const valueOf = (what: string, path: string) => kubectl('get', ...what.split(' '), '-o', `jsonpath=${path}`);

  await t.test('api-resources and api-versions', async () => {
    const lines = (await kubectl('api-resources', '--no-headers')).trim().split('\n');
    const named = new Map(lines.map((line) => [line.split(/\s+/)[0], line]));
    assert.match(named.get('pods') ?? '', /^pods\s+po\s+v1\s+true\s+Pod$/);
    assert.match(named.get('deployments') ?? '', /^deployments\s+deploy\s+apps\/v1\s+true\s+Deployment$/);
    assert.match(await kubectl('api-resources', '--api-group=apps', '-o', 'wide'), /statefulsets .*\bcreate,delete,.*\ball\b/);
    const versions = (await kubectl('api-versions')).trim().split('\n');
    assert(versions.includes('v1') && versions.includes('apps/v1') && versions.includes('rbac.authorization.k8s.io/v1'));
  });

  await t.test('explain', async () => {
    const containers = await kubectl('explain', 'pod.spec.containers', '--recursive');
    assert.match(containers, /KIND:\s+Pod\nVERSION:\s+v1\n/);
    assert.match(containers, /FIELD: containers <\[\]Container>/);
    assert.match(containers, /\n {2}livenessProbe\t<Probe>\n/);
    assert.match(containers, /\n {6}secretKeyRef\t<SecretKeySelector>\n/);
    assert.match(containers, /\n {2}imagePullPolicy\t<string>\n {2}enum: Always, IfNotPresent, Never\n/);
    const strategy = await kubectl('explain', 'deployments.spec.strategy.rollingUpdate');
    assert.match(strategy, /GROUP:\s+apps\n/);
    assert.match(strategy, /maxSurge\t<IntOrString>/);
    await assert.rejects(kubectl('explain', 'pod.spec.nonsense'), /field "nonsense" does not exist/);
  });

  await t.test('explain says what things mean', async () => {
    const read = async (what: string) => (await kubectl('explain', what)).replaceAll(/\s+/g, ' ');
    assert.match(await read('pods'), /DESCRIPTION: One or more containers that run together on one node/);
    const probe = await read('pod.spec.containers.readinessProbe');
    // What the field is for, then what its type is, then each field of the type with its unit and default.
    assert.match(
      probe,
      /DESCRIPTION: Check of whether the container can serve\. .* A check that is made of a container again and again\. FIELDS:/,
    );
    assert.match(probe, /periodSeconds <integer> Seconds between checks: 10 unless given\./);
    // Fields that are flattened into the outer type keep what they mean.
    assert.match(probe, /httpGet <HTTPGetAction> HTTP request to send/);
    assert.match(await read('rolebinding.roleRef'), /It cannot be changed: make another binding\. The role that is granted\./);
  });

  await t.test('create as a dry run, on both sides', async () => {
    const path = await manifest('web.json', deployment('i'));
    const shown = await kubectl('create', '-f', path, '--dry-run=server', '-o', 'jsonpath={.spec.strategy.type} {.metadata.uid}');
    assert.match(shown, /^RollingUpdate [0-9a-f-]{36}$/);
    await kubectl('create', '-f', path, '--dry-run=client');
    await assert.rejects(kubectl('get', 'deployment', 'web'), /deployments\.apps "web" not found/);
    await kubectl('create', '-f', path);
    await assert.rejects(kubectl('create', '-f', path, '--dry-run=server'), /deployments\.apps "web" already exists/);
    const wrong = { ...settings({}), nonsense: 1 };
    // Lists are checked by kubectl itself, which reads the server's OpenAPI document for it.
    await assert.rejects(
      kubectl('create', '-f', await manifest('unknown.json', wrong)),
      /unknown field "nonsense" in io\.k8s\.api\.core\.v1\.ConfigMap/,
    );
    const { stderr } = await kubectl.run(['create', '-f', '-'], { input: JSON.stringify(wrong) });
    assert.match(stderr, /strict decoding error: unknown field "nonsense"/);
    await kubectl('delete', 'deployment', 'web');
  });

  await t.test('apply twice, with nothing to do the second time', async () => {
    const first = await manifest('apply.json', deployment('one'), settings({ color: 'blue' }));
    assert.match(await kubectl('apply', '-f', first), /deployment\.apps\/web created\nconfigmap\/settings created\n/);
    const run = (args: readonly string[]) => kubectl.run(args);
    assert.match(await kubectl('apply', '-f', first), /deployment\.apps\/web unchanged\nconfigmap\/settings unchanged\n/);
    assert.deepEqual(await run(['diff', '-f', first]).then(({ code, stdout }) => [code, stdout]), [0, '']);

    const second = await manifest('changed.json', deployment('two'), settings({ shape: 'round' }));
    const difference = await run(['diff', '-f', second]);
    assert.equal(difference.code, 1, difference.stderr);
    assert.match(difference.stdout, /-\s+- image: one\n\+\s+- image: two/);
    assert.match(difference.stdout, /-\s+color: blue\n\+\s+shape: round/);
    assert.match(await kubectl('apply', '-f', second), /deployment\.apps\/web configured\nconfigmap\/settings configured\n/);
    assert.equal(await valueOf('configmap settings', '{.data}'), '{"shape":"round"}');
    assert.equal(await valueOf('deployment web', '{.spec.template.spec.containers[*].image} {.metadata.generation}'), 'two 2');
  });

  await t.test('apply on the side of the server, and who owns what', async () => {
    const path = await manifest('server.json', settings({ shape: 'square' }));
    await assert.rejects(
      kubectl('apply', '--server-side', '--field-manager=other', '-f', path),
      /Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: \.data\.shape\n/,
    );
    await kubectl('apply', '--server-side', '--field-manager=other', '--force-conflicts', '-f', path);
    assert.equal(await valueOf('configmap settings', '{.data.shape}'), 'square');
    const managers = await kubectl(
      'get',
      'configmap',
      'settings',
      '--show-managed-fields',
      '-o',
      'jsonpath={.metadata.managedFields[*].manager}',
    );
    assert(managers.split(' ').includes('other'), managers);
  });

  await t.test('label and annotate', async () => {
    await kubectl('label', 'configmap', 'settings', 'tier=front', 'team=a');
    await assert.rejects(kubectl('label', 'configmap', 'settings', 'tier=back'), /already has a value \(front\), and --overwrite is false/);
    await kubectl('label', 'configmap', 'settings', 'tier=back', 'team-', '--overwrite');
    await kubectl('annotate', 'configmap', 'settings', 'note=some text');
    assert.equal(await valueOf('configmap settings', '{.metadata.labels} {.metadata.annotations.note}'), '{"tier":"back"} some text');
    assert.equal(await kubectl('get', 'configmaps', '-l', 'tier in (back)', '-o', 'name'), 'configmap/settings\n');
    assert.equal(await kubectl('get', 'configmaps', '-l', 'tier!=back,tier', '-o', 'name'), '');
  });

  await t.test('patch in three ways', (inner) => patches(inner, kubectl));
  await t.test('get in all forms', (inner) => forms(inner, kubectl));

  await t.test('replace, scale and set', async () => {
    const path = await manifest('replace.json', settings({ replaced: 'yes' }));
    await kubectl('replace', '-f', path);
    assert.equal(await valueOf('configmap settings', '{.data}'), '{"replaced":"yes"}');
    await kubectl('scale', 'deployment', 'web', '--replicas=0');
    await assert.rejects(kubectl('scale', 'deployment', 'web', '--current-replicas=5', '--replicas=1'), /Expected replicas to be 5, was 0/);
    await kubectl('set', 'image', 'deployment/web', 'c=three');
    await kubectl('set', 'env', 'deployment/web', '--containers=c', 'A=b');
    assert.equal(await valueOf('deployment web', '{.spec.replicas} {..containers[?(@.name=="c")].image} {..env[0].value}'), '0 three b');
  });

  await t.test('ask for rights', async () => {
    assert.equal(await kubectl('auth', 'can-i', 'create', 'deployments'), 'yes\n');
    const asNobody = await kubectl.run(['auth', 'can-i', 'create', 'deployments', '--as=nobody']);
    assert.deepEqual([asNobody.code, asNobody.stdout], [1, 'no\n']);
    assert.match(await kubectl('auth', 'whoami'), /Username\s+kubernetes-admin/);
    await assert.rejects(
      kubectl('get', 'pods', '--as=nobody'),
      /User "nobody" cannot list resource "pods" in API group "" in the namespace "default"/,
    );
  });

  await t.test('delete, and wait until it has gone', async () => {
    await kubectl('delete', 'deployment', 'web', '--wait', '--timeout=30s');
    await kubectl('delete', '-f', join(folder.path, 'apply.json'), '--ignore-not-found', '--wait', '--timeout=30s');
    assert.equal(await kubectl('get', 'deployments,configmaps', '-o', 'name'), '');
    await assert.rejects(kubectl('delete', 'configmap', 'settings'), /configmaps "settings" not found/);
  });
}

async function patches(t: TestContext, kubectl: Kubectl): Promise<void> {
  const containers = () => kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.spec.template.spec.containers[*].name}');
  await t.test('strategic', async () => {
    const patch = { spec: { template: { spec: { containers: [{ name: 'side', image: 'side' }] } } } };
    await kubectl('patch', 'deployment', 'web', '-p', JSON.stringify(patch));
    assert.deepEqual(new Set((await containers()).split(' ')), new Set(['c', 'side']));
  });
  await t.test('merge', async () => {
    await kubectl('patch', 'configmap', 'settings', '--type=merge', '-p', '{"data":{"shape":null,"size":"large"}}');
    assert.equal(await kubectl('get', 'configmap', 'settings', '-o', 'jsonpath={.data}'), '{"size":"large"}');
  });
  await t.test('json', async () => {
    const patch = [
      { op: 'test', path: '/data/size', value: 'large' },
      { op: 'add', path: '/metadata/annotations/example.com~1a', value: 'c' },
    ];
    await kubectl('patch', 'configmap', 'settings', '--type=json', '-p', JSON.stringify(patch));
    assert.equal(await kubectl('get', 'configmap', 'settings', '-o', 'jsonpath={.metadata.annotations.example\\.com/a}'), 'c');
    await assert.rejects(kubectl('patch', 'configmap', 'settings', '--type=json', '-p', '[{"op":"test","path":"/data/size","value":"x"}]'));
  });
  await t.test('of a subresource', async () => {
    await kubectl('patch', 'deployment', 'web', '--subresource=status', '--type=merge', '-p', '{"status":{"replicas":3}}');
    assert.equal(await kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.status.replicas}'), '3');
    await kubectl('patch', 'deployment', 'web', '--subresource=scale', '--type=merge', '-p', '{"spec":{"replicas":4}}');
    assert.equal(await kubectl('get', 'deployment', 'web', '--subresource=scale', '-o', 'jsonpath={.spec.replicas}'), '4');
  });
}

async function forms(t: TestContext, kubectl: Kubectl): Promise<void> {
  const get = (...args: string[]) => kubectl('get', ...args);
  await t.test('yaml and json', async () => {
    const yaml = await get('configmap', 'settings', '-o', 'yaml');
    assert.match(yaml, /^apiVersion: v1\ndata:\n/);
    assert.match(yaml, /\nkind: ConfigMap\nmetadata:\n/);
    assert.doesNotMatch(yaml, /managedFields/);
    const { kind, items } = JSON.parse(await get('configmaps,deployments', '-o', 'json')) as { kind: string; items: { kind: string }[] };
    assert.deepEqual([kind, items.map((item) => item.kind)], ['List', ['ConfigMap', 'Deployment']]);
  });
  await t.test('tables', async () => {
    const [head = '', line = ''] = (await get('deployments')).split('\n');
    assert.deepEqual(head.split(/\s+/), ['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE']);
    assert.match(line, /^web\s+0\/4\s+0\s+0\s+\d+s$/);
    assert.match(await get('deployments', '-o', 'wide'), /CONTAINERS\s+IMAGES\s+SELECTOR\s*\n.*app=web/);
    assert.match(await get('deployments', '--show-labels'), /LABELS/);
    assert.match(await get('configmaps', '-L', 'tier'), /TIER\s*\nsettings\s+\d+\s+\d+s\s+back/);
    assert.match(await get('all'), /deployment\.apps\/web/);
    assert.match(await get('namespaces', '--sort-by=.metadata.name'), /^NAME[^\n]*\ndefault\s+Active[^\n]*\nkube-node-lease/);
  });
  await t.test('columns, names, JSON paths and templates', async () => {
    const columns = await get('configmaps', '-o', 'custom-columns=NAME:.metadata.name,SIZE:.data.size');
    assert.match(columns, /^NAME\s+SIZE\nsettings\s+large\n$/);
    assert.equal(await get('configmaps', '-o', 'name'), 'configmap/settings\n');
    assert.equal(await get('configmaps', '-o', 'jsonpath={range .items[*]}{.metadata.name}={.data.size};{end}'), 'settings=large;');
    assert.equal(await get('configmap', 'settings', '-o', 'go-template={{.data.size}}'), 'large');
  });
  await t.test('by fields, in chunks and raw', async () => {
    assert.equal(await get('namespaces', '--field-selector=metadata.name=kube-system', '-o', 'name'), 'namespace/kube-system\n');
    assert.equal(
      (await get('clusterroles', '--chunk-size=10', '-o', 'name')).trim().split('\n').length,
      new Set((await get('clusterroles', '-o', 'name')).trim().split('\n')).size,
    );
    assert.match(await get('--raw', '/version'), /"gitVersion"/);
    await assert.rejects(get('nonsense'), /the server doesn't have a resource type "nonsense"/);
  });
}
