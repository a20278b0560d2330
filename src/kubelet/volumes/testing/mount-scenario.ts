import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMountTable } from '../../../base/mount-table.ts';
import { fakePodObjects } from '../../objects/testing/fake-pod-objects.ts';
import { mountBound } from '../mount-command.ts';
import { podWithVolumes, volumesAt } from './volumes-of.ts';

// Run as root in a mount namespace of its own. Throws when something is not as it should be.

const { signal } = new AbortController();
const root = await realpath(await mkdtemp(join(tmpdir(), 'kubets-mounts-')));
const podDirectory = join(root, 'pods/pod-uid');
const mountsHere = async () => (await readMountTable()).filter(({ mountPoint }) => mountPoint.startsWith(root));

try {
  const objects = fakePodObjects({ configMaps: { settings: { data: { color: 'blue' } } } });
  const volumes = await volumesAt(root, objects);
  const volumeMounts = [
    { name: 'memory', mountPath: '/memory' },
    { name: 'disk', mountPath: '/part', subPath: 'new/part' },
    { name: 'disk', mountPath: '/file', subPath: 'a-file' },
    { name: 'cm', mountPath: '/color', subPath: 'color', readOnly: true },
    { name: 'disk', mountPath: '/by-name', subPathExpr: '$(POD_NAME)' },
  ];
  const pod = podWithVolumes(
    [
      { name: 'memory', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
      { name: 'disk', emptyDir: {} },
      { name: 'cm', configMap: { name: 'settings' } },
    ],
    { container: { volumeMounts } },
  );
  const [container] = pod.spec.containers;
  assert.ok(container);
  const mounted = await volumes.setUp(pod, { signal });
  await volumes.setUp(pod, { signal });

  const memory = mounted.get('memory')?.hostPath ?? '';
  assert.deepEqual(
    (await mountsHere()).map(({ mountPoint, fileSystem }) => [mountPoint, fileSystem]),
    [[memory, 'tmpfs']],
  );
  await assert.rejects(writeFile(join(memory, 'big'), Buffer.alloc(2 << 20)), { code: 'ENOSPC' });

  const disk = mounted.get('disk')?.hostPath ?? '';
  await writeFile(join(disk, 'a-file'), 'text');
  const options = { volumes: mounted, environment: [{ name: 'POD_NAME', value: 'web' }], signal };
  const { mounts } = await volumes.mountsFor(pod, container, options);
  // Again, as for a container that starts anew.
  assert.deepEqual((await volumes.mountsFor(pod, container, options)).mounts, mounts);
  assert.equal((await mountsHere()).length, 5);
  const [, part, file, color, byName] = mounts.map(({ hostPath = '' }) => hostPath);
  assert.equal(part, join(podDirectory, 'volume-subpaths/disk/main/1'));
  await writeFile(join(part ?? '', 'x'), '');
  assert.deepEqual(await readdir(join(disk, 'new/part')), ['x']);
  assert.equal((await stat(join(disk, 'new/part'))).mode & 0o777, 0o777);
  assert.equal(await readFile(file ?? '', 'utf8'), 'text');
  assert.equal(await readFile(color ?? '', 'utf8'), 'blue');
  assert.equal((await stat(byName ?? '')).ino, (await stat(join(disk, 'web'))).ino);
  assert.deepEqual(
    mounts.map(({ containerPath, readOnly }) => [containerPath, readOnly]),
    [
      ['/memory', false],
      ['/part', false],
      ['/file', false],
      ['/color', true],
      ['/by-name', false],
    ],
  );

  // What replaces the file meanwhile is found by the next container.
  await rm(join(disk, 'a-file'));
  await writeFile(join(disk, 'a-file'), 'newer');
  await volumes.mountsFor(pod, container, options);
  assert.equal(await readFile(file ?? '', 'utf8'), 'newer');

  await symlink('/etc', join(disk, 'escape'));
  const escaping = { ...container, volumeMounts: [{ name: 'disk', mountPath: '/e', subPath: 'escape' }] };
  await assert.rejects(volumes.mountsFor(pod, escaping, options), {
    message: 'failed to prepare subPath for volumeMount "disk" of container "main"',
  });
  const into = { ...container, volumeMounts: [{ name: 'disk', mountPath: '/e', subPath: 'escape/new' }] };
  await assert.rejects(volumes.mountsFor(pod, into, options), {
    message: 'failed to create subPath directory for volumeMount "disk" of container "main"',
  });

  // A container with propagation has mounted the node's own files into the volume.
  const precious = join(root, 'precious');
  await mkdir(precious);
  await writeFile(join(precious, 'file'), 'kept');
  await mkdir(join(disk, 'mounted'));
  await mountBound(precious, join(disk, 'mounted'), { signal });

  // By one who has not set it up, as after a crash.
  await (await volumesAt(root, objects)).tearDown('pod-uid', { signal });
  assert.deepEqual(await mountsHere(), []);
  assert.deepEqual(await readdir(join(root, 'pods')), []);
  assert.equal(await readFile(join(precious, 'file'), 'utf8'), 'kept');
} finally {
  await rm(root, { recursive: true, force: true, maxRetries: 0 }).catch(() => {});
}
