import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { unpackTar } from 'modern-tar';
import { ociImage } from './oci-image.ts';
import { parseLibraries } from './program-entries.ts';

const image = {
  reference: 'localhost/thing:7',
  architecture: 'arm64',
  entries: [
    { path: 'bin', folder: true },
    { path: 'bin/run', content: 'run me', mode: 0o755, owner: { uid: 5, gid: 6 } },
    { path: 'bin/link', linkTo: 'run' },
  ],
  config: { Entrypoint: ['/bin/run'] },
} as const;

test('an image is an OCI layout whose digests lead from the index to the layer', async () => {
  const files = new Map(
    (await unpackTar(await ociImage(image))).map(({ header, data = new Uint8Array() }) => [header.name, Buffer.from(data)]),
  );
  const parse = (name: string) => JSON.parse(files.get(name)?.toString() ?? '');
  const follow = ({ digest, size }: { digest: string; size: number }) => {
    const name = digest.replace('sha256:', 'blobs/sha256/');
    const content = files.get(name) ?? Buffer.of();
    assert.equal(createHash('sha256').update(content).digest('hex'), name.split('/').at(-1));
    assert.equal(content.length, size);
    return name;
  };
  assert.deepEqual(parse('oci-layout'), { imageLayoutVersion: '1.0.0' });
  const [described] = parse('index.json').manifests;
  assert.deepEqual(described.platform, { architecture: 'arm64', os: 'linux' });
  assert.equal(described.annotations['io.containerd.image.name'], 'localhost/thing:7');
  assert.equal(described.annotations['org.opencontainers.image.ref.name'], '7');

  const manifest = parse(follow(described));
  const configuration = parse(follow(manifest.config));
  assert.deepEqual(configuration.config, { Entrypoint: ['/bin/run'] });
  assert.deepEqual(configuration.rootfs.diff_ids, [manifest.layers[0].digest]);

  const layer = await unpackTar(files.get(follow(manifest.layers[0])) ?? Buffer.of());
  assert.deepEqual(
    layer.map(({ header: { name, type, mode, uid, gid, linkname } }) => [name, type, mode, uid, gid, linkname ?? '']),
    [
      ['bin/', 'directory', 0o755, 0, 0, ''],
      ['bin/run', 'file', 0o755, 5, 6, ''],
      ['bin/link', 'symlink', 0o777, 0, 0, 'run'],
    ],
  );
});

test('the same image has the same bytes', async () => {
  assert.deepEqual(await ociImage(image), await ociImage(image));
});

test('the libraries of a program are read from what ldd says, and a missing one is an error', () => {
  const output = [
    '\tlinux-vdso.so.1 (0x00007ffd)',
    '\tlibz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f00)',
    '\t/lib64/ld-linux-x86-64.so.2 (0x00007f01)',
  ].join('\n');
  assert.deepEqual(parseLibraries(output), ['/lib/x86_64-linux-gnu/libz.so.1', '/lib64/ld-linux-x86-64.so.2']);
  assert.throws(() => parseLibraries('\tlibssl.so.3 => not found\n'), /libssl\.so\.3/);
});
