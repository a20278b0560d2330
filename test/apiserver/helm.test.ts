import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { Service } from '../../src/kinds/core/service/index.ts';
import { ApiError } from '../../src/model/errors.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { helmProgram, runToEnd } from '../support/kubectl.ts';

const program = await helmProgram();

test(
  'Helm, unmodified: install, upgrade, roll back, uninstall',
  { skip: program === undefined && 'no Helm here', timeout: 180_000 },
  async (t) => {
    await using plane = await startControlPlane();
    const helm = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await runHelm(plane, args);
      assert.equal(code, 0, stderr);
      return stdout;
    };
    const chart = await writeChart(plane.folder);
    const color = async () => (await plane.client.get(ConfigMap, { namespace: 'apps', name: 'web-settings' })).data?.['color'];

    await t.test('install', async () => {
      assert.match(
        await helm('install', 'web', chart, '--namespace', 'apps', '--create-namespace', '--wait', '--timeout=60s'),
        /STATUS: deployed\nREVISION: 1/,
      );
      assert.equal(await color(), 'blue');
    });
    await t.test('list and get', async () => {
      const [release] = JSON.parse(await helm('list', '-n', 'apps', '-o', 'json')) as { name: string; status: string; chart: string }[];
      assert.deepEqual([release?.name, release?.status, release?.chart], ['web', 'deployed', 'web-1.0.0']);
      assert.match(await helm('get', 'manifest', 'web', '-n', 'apps'), /kind: Deployment/);
    });
    await t.test('upgrade, which takes away what the chart no longer has', async () => {
      const told = await helm('upgrade', 'web', chart, '-n', 'apps', '--set', 'color=green,service=false', '--wait', '--timeout=60s');
      assert.match(told, /REVISION: 2/);
      assert.equal(await color(), 'green');
      await assert.rejects(plane.client.get(Service, { namespace: 'apps', name: 'web' }), (error) => ApiError.is(error, 'NotFound'));
    });
    await t.test('roll back', async () => {
      await helm('rollback', 'web', '1', '-n', 'apps', '--wait', '--timeout=60s');
      assert.equal(await color(), 'blue');
      await plane.client.get(Service, { namespace: 'apps', name: 'web' });
      const history = JSON.parse(await helm('history', 'web', '-n', 'apps', '-o', 'json')) as { revision: number; status: string }[];
      assert.deepEqual(
        history.map(({ revision, status }) => `${revision} ${status}`),
        ['1 superseded', '2 superseded', '3 deployed'],
      );
    });
    await t.test('an upgrade that the server refuses leaves what there is', async () => {
      const { code, stderr } = await runHelm(plane, ['upgrade', 'web', chart, '-n', 'apps', '--set', 'replicas=-1']);
      assert.equal(code, 1);
      assert.match(stderr, /spec\.replicas: Invalid value: -1/);
      assert.equal(await color(), 'blue');
    });
    await t.test('uninstall', async () => {
      assert.match(await helm('uninstall', 'web', '-n', 'apps', '--wait', '--timeout=60s'), /release "web" uninstalled/);
      await assert.rejects(color(), (error) => ApiError.is(error, 'NotFound'));
      assert.equal(await helm('list', '-n', 'apps', '-q'), '');
    });
  },
);

function runHelm({ folder, kubeconfig }: TestControlPlane, args: readonly string[]) {
  // Its caches and settings go with the folder.
  const env = {
    ...process.env,
    HOME: folder,
    XDG_CACHE_HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_DATA_HOME: folder,
    KUBECONFIG: kubeconfig,
  };
  return runToEnd(program ?? '', args, { env, timeoutMs: 120_000 });
}

async function writeChart(folder: string): Promise<string> {
  const chart = join(folder, 'web');
  await mkdir(join(chart, 'templates'), { recursive: true });
  const files = {
    'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'values.yaml': 'color: blue\nreplicas: 0\nservice: true\n',
    'templates/settings.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-settings\ndata:\n  color: {{ .Values.color }}\n',
    'templates/service.yaml':
      '{{ if .Values.service }}\napiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  selector: {app: web}\n  ports: [{port: 80}]\n{{ end }}\n',
    'templates/deployment.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  replicas: {{ .Values.replicas }}\n  selector:\n    matchLabels: {app: web}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers: [{name: c, image: i}]\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(chart, name), text);
  return chart;
}
