import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { kubectlFor, kubectlPrograms, type Kubectl, type KubectlProgram } from '../support/kubectl.ts';
import { until } from '../support/until.ts';

const programs = await kubectlPrograms();

const settings = (name: string, data: object, labels: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels },
  data,
});
const deployment = (image: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image }] } },
  },
});

describe('kubectl of every version, unmodified', { skip: programs.length === 0 && 'no kubectl here', concurrency: true }, () => {
  let plane: TestControlPlane;
  before(async () => {
    plane = await startControlPlane();
  });
  after(() => plane[Symbol.asyncDispose]());
  for (const program of programs) describe(`kubectl ${program.version}`, { concurrency: 1 }, () => commands(program, () => plane));
});

function commands(program: KubectlProgram, plane: () => TestControlPlane): void {
  const namespace = `v${program.version.replace('.', '-')}`;
  let kubectl: Kubectl;
  const file = async (name: string, ...objects: readonly object[]) => {
    const path = join(plane().folder, namespace, name);
    await writeFile(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
    return path;
  };
  const valueOf = (what: string, path: string) => kubectl('get', ...what.split(' '), '-o', `jsonpath=${path}`);

  before(async () => {
    kubectl = kubectlFor(program, plane().kubeconfig, `--cache-dir=${plane().folder}/cache-${namespace}`, `--namespace=${namespace}`);
    await mkdir(join(plane().folder, namespace));
    await kubectl('create', 'namespace', namespace);
  });

  test('apply prunes what is no longer there', async () => {
    const labels = { group: 'pruned' };
    const prune = ['--prune', '-l', 'group=pruned', '--prune-allowlist=core/v1/ConfigMap'];
    await kubectl('apply', '-f', await file('both.json', settings('one', {}, labels), settings('two', {}, labels)), ...prune);
    const told = await kubectl('apply', '-f', await file('one.json', settings('one', { a: 'b' }, labels)), ...prune);
    assert.match(told, /configmap\/one configured\nconfigmap\/two pruned\n/);
    assert.equal(await kubectl('get', 'configmaps', '-l', 'group=pruned', '-o', 'name'), 'configmap/one\n');
  });

  test('apply moves from the side of the client to that of the server', async () => {
    const path = await file('moved.json', settings('moved', { a: '1', b: '2' }));
    await kubectl('apply', '-f', path);
    await kubectl('apply', '--server-side', '-f', await file('moved.json', settings('moved', { a: '3' })));
    assert.equal(await valueOf('configmap moved', '{.data}'), '{"a":"3"}');
    assert.match(await kubectl('apply', '--server-side', '--dry-run=server', '-f', path), /serverside-applied \(server dry run\)/);
    const managers = await kubectl(
      'get',
      'configmap',
      'moved',
      '--show-managed-fields',
      '-o',
      'jsonpath={.metadata.managedFields[*].manager}',
    );
    // The second keeps for older clients what was applied last.
    assert.deepEqual(managers.split(' ').toSorted(), ['kubectl', 'kubectl-last-applied']);
  });

  test('edit, with an editor that changes one line', async () => {
    await kubectl('create', 'configmap', 'edited', '--from-literal=color=blue');
    const { code, stderr, stdout } = await kubectl.run(['edit', 'configmap', 'edited'], {
      env: { ...process.env, KUBE_EDITOR: 'sed -i s/blue/green/' },
    });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /configmap\/edited edited/);
    assert.equal(await valueOf('configmap edited', '{.data.color}'), 'green');
  });

  test('diff shows what would change, wait ends when it has', async () => {
    await kubectl('apply', '-f', await file('waited.json', settings('waited', { a: '1' })));
    const { code, stdout } = await kubectl.run(['diff', '-f', await file('waited.json', settings('waited', { a: '2' }))]);
    assert.deepEqual([code, /-\s+a: "1"\n\+\s+a: "2"/.test(stdout)], [1, true]);
    const waiting = kubectl('wait', 'configmap/waited', '--for=jsonpath={.data.a}=2', '--timeout=60s');
    await kubectl('patch', 'configmap', 'waited', '--type=merge', '-p', '{"data":{"a":"2"}}');
    assert.match(await waiting, /condition met/);
    const gone = kubectl('wait', 'configmap/waited', '--for=delete', '--timeout=60s');
    await kubectl('delete', 'configmap', 'waited');
    await gone;
  });

  test('get -w tells what happens', async () => {
    const [command, ...args] = kubectl.line(
      'get',
      'configmaps',
      '-l',
      'seen=yes',
      '-w',
      '-o',
      'custom-columns=NAME:.metadata.name,A:.data.a',
      '--no-headers',
    );
    await kubectl.apply(settings('seen', { a: '1' }, { seen: 'yes' }));
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const next = async () => ((await lines.next()).value as string).split(/\s+/);
      assert.deepEqual(await next(), ['seen', '1']);
      await kubectl.apply(settings('seen', { a: '2' }, { seen: 'yes' }));
      assert.deepEqual(await next(), ['seen', '2']);
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  });

  test('sort-by, labels and annotations', async () => {
    for (const [name, rank] of [
      ['x', '2'],
      ['y', '1'],
      ['z', '3'],
    ] as const)
      await kubectl.apply(settings(name, { rank }, { sorted: 'yes' }));
    const sorted = await kubectl('get', 'configmaps', '-l', 'sorted=yes', '--sort-by=.data.rank', '-o', 'name');
    assert.equal(sorted, 'configmap/y\nconfigmap/x\nconfigmap/z\n');
    await kubectl('label', 'configmaps', '-l', 'sorted=yes', 'tier=back', 'sorted-');
    await kubectl('annotate', 'configmaps', '-l', 'tier=back', 'note=x');
    assert.equal(await kubectl('get', 'configmaps', '-l', 'tier=back', '-o', 'jsonpath={.items[*].metadata.annotations.note}'), 'x x x');
  });

  test('explain', async () => {
    assert.match(await kubectl('explain', 'deployment.spec.strategy'), /rollingUpdate/);
  });

  test('events are listed by what they are about', async () => {
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e' },
      involvedObject: { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', namespace },
      reason: 'Seen',
      message: 'was seen',
      type: 'Normal',
      firstTimestamp: '2026-01-01T00:00:00Z',
      lastTimestamp: '2026-01-01T00:00:00Z',
    };
    await kubectl('create', '-f', await file('event.json', event));
    assert.match(await kubectl('events', '--for=configmap/x'), /Normal\s+Seen\s+ConfigMap\/x\s+was seen/);
  });

  test('rollouts have a status, a history, and can be undone', async () => {
    await kubectl.apply(deployment('one'));
    assert.match(await kubectl('rollout', 'status', 'deployment/web', '--timeout=60s'), /successfully rolled out/);
    await kubectl('set', 'image', 'deployment/web', 'c=two');
    await kubectl('rollout', 'status', 'deployment/web', '--timeout=60s');
    assert.match(await kubectl('rollout', 'history', 'deployment/web'), /REVISION\s+CHANGE-CAUSE\n1\s+<none>\n2\s+<none>\n/);
    assert.match(await kubectl('rollout', 'history', 'deployment/web', '--revision=1'), /Image:\s+one/);
    await kubectl('rollout', 'undo', 'deployment/web');
    assert.equal(await valueOf('deployment web', '{.spec.template.spec.containers[0].image}'), 'one');
    await kubectl('rollout', 'restart', 'deployment/web');
    await until('a third template', async () => (await kubectl('get', 'replicasets', '-o', 'name')).trim().split('\n').length === 3);
    await kubectl('rollout', 'pause', 'deployment/web');
    assert.equal(await valueOf('deployment web', '{.spec.paused}'), 'true');
  });

  test('a namespace is deleted with all that is in it', async () => {
    await kubectl('delete', 'namespace', namespace, '--timeout=60s');
    assert.equal(await kubectl('get', 'namespace', namespace, '--ignore-not-found', '-o', 'name'), '');
  });
}
