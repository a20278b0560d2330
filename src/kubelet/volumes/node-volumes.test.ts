import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../base/clock.ts';
import type { Volume } from '../../kinds/core/pod/volume.ts';
import { fakePodObjects } from '../objects/testing/fake-pod-objects.ts';
import { podWithVolumes, volumesAt } from './testing/volumes-of.ts';
import { VolumeError } from './volume-manager.ts';

const { signal } = new AbortController();

async function setting(t: { after(done: () => Promise<void>): void }, objects = fakePodObjects()) {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'kubets-volumes-')));
  t.after(() => rm(root, { recursive: true }));
  return { root, objects, volumes: await volumesAt(root, objects), directory: join(root, 'pods/pod-uid/volumes') };
}

const settings = { settings: { data: { color: 'blue', size: 'L' }, binaryData: { raw: Buffer.from([0, 255]).toString('base64') } } };
const keys = { keys: { data: { token: Buffer.from('s3cret').toString('base64') } } };

test('every kind of content is laid out as upstream does it', async (t) => {
  const { directory, volumes } = await setting(t, fakePodObjects({ configMaps: settings, secrets: keys }));
  const pod = podWithVolumes([
    { name: 'cm', configMap: { name: 'settings', defaultMode: 0o644 } },
    { name: 'picked', configMap: { name: 'settings', defaultMode: 0o644, items: [{ key: 'color', path: 'a/color', mode: 0o400 }] } },
    { name: 'secret', secret: { secretName: 'keys', defaultMode: 0o640 } },
    { name: 'absent', secret: { secretName: 'none', optional: true } },
    {
      name: 'down',
      downwardAPI: {
        items: [
          { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } },
          { path: 'memory', resourceFieldRef: { containerName: 'main', resource: 'limits.memory', divisor: '1Mi' } },
        ],
      },
    },
    {
      name: 'all',
      projected: {
        defaultMode: 0o644,
        sources: [
          { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
          { configMap: { name: 'settings', items: [{ key: 'size', path: 'size' }] } },
          { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
        ],
      },
    },
    { name: 'scratch', emptyDir: {} },
  ]);
  const mounted = await volumes.setUp(pod, { signal });
  assert.deepEqual(mounted.get('cm'), {
    name: 'cm',
    type: 'Filesystem',
    hostPath: join(directory, 'kubernetes.io~configmap/cm'),
    readOnly: true,
  });
  const text = (path: string) => readFile(join(directory, path), 'utf8');
  assert.equal(await text('kubernetes.io~configmap/cm/color'), 'blue');
  assert.deepEqual([...(await readFile(join(directory, 'kubernetes.io~configmap/cm/raw')))], [0, 255]);
  assert.equal(await text('kubernetes.io~configmap/picked/a/color'), 'blue');
  assert.equal((await stat(join(directory, 'kubernetes.io~configmap/picked/a/color'))).mode & 0o777, 0o400);
  assert.equal(await text('kubernetes.io~secret/secret/token'), 's3cret');
  assert.deepEqual(
    (await readdir(join(directory, 'kubernetes.io~secret/absent'))).filter((name) => !name.startsWith('..')),
    [],
  );
  assert.equal(await text('kubernetes.io~downward-api/down/labels'), 'app="web"');
  assert.equal(await text('kubernetes.io~downward-api/down/memory'), '64');
  assert.equal(await text('kubernetes.io~projected/all/token'), 'token');
  assert.equal(await text('kubernetes.io~projected/all/size'), 'L');
  assert.equal(await text('kubernetes.io~projected/all/namespace'), 'shop');
  assert.equal((await stat(join(directory, 'kubernetes.io~empty-dir/scratch'))).mode & 0o7777, 0o777);
  assert.deepEqual(await volumes.podUids(), ['pod-uid']);

  await volumes.tearDown('pod-uid', { signal });
  await volumes.tearDown('pod-uid', { signal });
  assert.deepEqual(await volumes.podUids(), []);
});

test('what is missing is told in the words of upstream', async (t) => {
  const { volumes } = await setting(t, fakePodObjects({ configMaps: settings, secrets: keys }));
  const cases: [Partial<Volume>, string][] = [
    [{ configMap: { name: 'none' } }, 'configmap "none" not found'],
    [{ secret: { secretName: 'none' } }, 'secret "none" not found'],
    [{ configMap: { name: 'settings', items: [{ key: 'k', path: 'p' }] } }, 'configmap references non-existent config key: k'],
    [{ secret: { secretName: 'keys', items: [{ key: 'k', path: 'p' }] } }, 'references non-existent secret key: k'],
    [
      { projected: { sources: [{ secret: { name: 'a' } }, { configMap: { name: 'b' } }, { secret: { name: 'a' } }] } },
      '[secret "a" not found, configmap "b" not found]',
    ],
    [{ hostPath: { path: '/none', type: 'Directory' } }, 'hostPath type check failed: /none is not a directory'],
  ];
  for (const [source, message] of cases) {
    const pod = podWithVolumes([{ name: 'v', ...source }]);
    await assert.rejects(
      volumes.setUp(pod, { signal }),
      new VolumeError(`MountVolume.SetUp failed for volume "v" : ${message}`, { volume: 'v' }),
    );
  }
});

test('volumes no container uses are not brought to the node', async (t) => {
  const { volumes, directory } = await setting(t);
  const pod = podWithVolumes([{ name: 'v', emptyDir: {} }], { container: { volumeMounts: [] } });
  assert.equal((await volumes.setUp(pod, { signal })).size, 0);
  await assert.rejects(stat(directory), { code: 'ENOENT' });
});

test('contents follow the objects they show, and the pod', async (t) => {
  const { volumes, objects, directory } = await setting(t, fakePodObjects({ configMaps: { ...settings } }));
  const stop = new AbortController();
  const running = volumes.run(stop.signal);
  const pod = podWithVolumes([
    { name: 'cm', configMap: { name: 'settings' } },
    { name: 'down', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
  ]);
  await volumes.setUp(pod, { signal });
  objects.configMaps['settings'] = { data: { color: 'red' } };
  objects.tell('pod-uid');
  const shown = join(directory, 'kubernetes.io~configmap/cm');
  const deadlineMs = systemClock.now() + 10_000;
  while ((await readFile(join(shown, 'color'), 'utf8')) !== 'red') {
    assert.ok(systemClock.now() < deadlineMs);
    await systemClock.sleep(5);
  }
  await volumes.setUp({ ...pod, metadata: { ...pod.metadata, labels: { app: 'new' } } }, { signal });
  assert.equal(await readFile(join(directory, 'kubernetes.io~downward-api/down/labels'), 'utf8'), 'app="new"');

  // A volume whose object has gone keeps what it had.
  delete objects.configMaps['settings'];
  objects.tell('pod-uid');
  await assert.rejects(volumes.setUp(pod, { signal }), VolumeError);
  assert.equal(await readFile(join(shown, 'color'), 'utf8'), 'red');
  await volumes.tearDown('pod-uid', { signal });
  assert.deepEqual(objects.released, ['pod-uid']);
  stop.abort();
  await running;
});

test('an empty directory is prepared once, whatever happens to the kubelet', async (t) => {
  const { root, volumes, objects, directory } = await setting(t);
  const pod = podWithVolumes([{ name: 'scratch', emptyDir: {} }]);
  await volumes.setUp(pod, { signal });
  const scratch = join(directory, 'kubernetes.io~empty-dir/scratch');
  await chmod(scratch, 0o700);
  await writeFile(join(scratch, 'file'), 'kept');
  await (await volumesAt(root, objects)).setUp(pod, { signal });
  assert.equal((await stat(scratch)).mode & 0o777, 0o700);
  assert.equal(await readFile(join(scratch, 'file'), 'utf8'), 'kept');
});

test('volumes are given to the group of the pod', { skip: process.geteuid?.() !== 0 && 'only root can give files away' }, async (t) => {
  const { volumes, directory } = await setting(t, fakePodObjects({ secrets: keys }));
  const pod = podWithVolumes(
    [
      { name: 'secret', secret: { secretName: 'keys', defaultMode: 0o600 } },
      { name: 'scratch', emptyDir: {} },
      { name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
    ],
    { spec: { securityContext: { fsGroup: 4321, runAsUser: 1234 } } },
  );
  await volumes.setUp(pod, { signal });
  await volumes.setUp(pod, { signal });
  const look = async (path: string) => {
    const { uid, gid, mode } = await stat(join(directory, path));
    return [uid, gid, (mode & 0o7777).toString(8)];
  };
  assert.deepEqual(await look('kubernetes.io~secret/secret/token'), [0, 4321, '640']);
  assert.deepEqual(await look('kubernetes.io~secret/secret'), [0, 4321, '2777']);
  assert.deepEqual(await look('kubernetes.io~empty-dir/scratch'), [0, 4321, '2777']);
  assert.deepEqual(await look('kubernetes.io~projected/token/token'), [1234, 4321, '640']);
});
