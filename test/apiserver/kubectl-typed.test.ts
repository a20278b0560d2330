import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import { startApiServerProcess, temporaryFolder } from '../support/api-server-process.ts';
import { kubectlFor, kubectlPrograms, type Kubectl, type KubectlProgram } from '../support/kubectl.ts';

const kubectls = await kubectlPrograms();
const skip = kubectls.length === 0 && 'no kubectl found';

test('the typed commands of kubectl, which speak protobuf, are served', { skip }, async (t) => {
  for (const program of kubectls) await t.test(`kubectl ${program.version}`, (inner) => servesTypedCommands(inner, program));
});

async function servesTypedCommands(t: TestContext, program: KubectlProgram): Promise<void> {
  await using folder = await temporaryFolder();
  await using server = await startApiServerProcess({ dataDir: folder.path });
  const kubectl = kubectlFor(program, server.kubeconfig, `--cache-dir=${folder.path}/kubectl`);

  await t.test('create configmap', async () => {
    await kubectl('create', 'configmap', 'settings', '--from-literal=color=blue');
    assert.equal(await kubectl('get', 'configmap', 'settings', '-o', 'jsonpath={.data.color}'), 'blue');
  });
  await t.test('create secret', async () => {
    await kubectl('create', 'secret', 'generic', 'key', '--from-literal=a=b');
    assert.equal(await kubectl('get', 'secret', 'key', '-o', 'jsonpath={.data.a} {.type}'), 'Yg== Opaque');
  });
  await t.test('create deployment', async () => {
    await kubectl('create', 'deployment', 'web', '--image=nginx', '--replicas=0', '--port=80');
    const path = '{.spec.replicas} {.spec.template.spec.containers[0].ports[0].containerPort} {.spec.selector.matchLabels.app}';
    assert.equal(await kubectl('get', 'deployment', 'web', '-o', `jsonpath=${path}`), '0 80 web');
    assert.match(await kubectl('get', 'deployment', 'web', '-o', 'yaml'), /\n {2}name: web\n/);
  });
  await t.test('create serviceaccount and a token for it', async () => {
    await kubectl('create', 'serviceaccount', 'robot');
    // Not by a match, which would show the token when it fails.
    assert.ok(/^[\w-]+\.[\w-]+\.[\w-]+\s*$/.test(await kubectl('create', 'token', 'robot')), 'no token came');
  });
  await t.test('create the rest', async () => {
    await kubectl('create', 'service', 'clusterip', 'web', '--tcp=80:8080');
    await kubectl('create', 'role', 'reader', '--verb=get', '--resource=pods');
    await kubectl('create', 'job', 'once', '--image=busybox', '--', 'true');
    await kubectl('create', 'cronjob', 'often', '--image=busybox', '--schedule=* * * * *', '--', 'true');
    await kubectl('create', 'ingress', 'site', '--rule=example.com/=web:80');
    await kubectl('create', 'poddisruptionbudget', 'web', '--selector=app=web', '--min-available=50%');
    assert.equal(await kubectl('get', 'poddisruptionbudget', 'web', '-o', 'jsonpath={.spec.minAvailable}'), '50%');
  });
  await t.test('a refusal is understood', async () => {
    await assert.rejects(kubectl('create', 'configmap', 'settings'), /configmaps "settings" already exists/);
  });
  await t.test('watches and deletions', (inner) => watchesAndDeletes(inner, kubectl));
}

async function watchesAndDeletes(t: TestContext, kubectl: Kubectl): Promise<void> {
  const [command, ...args] = kubectl.line('get', 'configmaps', '-w', '--output-watch-events');
  const watch = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  t.after(() => watch.kill('SIGKILL'));
  const lines = watch.stdout;
  let text = '';
  lines.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const sees = async (pattern: RegExp) => {
    const tooLate = AbortSignal.timeout(20_000);
    while (!pattern.test(text)) await once(lines, 'data', { signal: tooLate });
  };
  await sees(/ADDED\s+settings/);
  await kubectl('delete', 'configmap', 'settings', '--grace-period=5');
  await sees(/DELETED\s+settings/);
}
