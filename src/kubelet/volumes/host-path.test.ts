import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { test } from 'node:test';
import { checkHostPath } from './host-path.ts';

test('a path on the node is what the pod expects, or is made, or is refused', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'kubets-host-path-'));
  t.after(() => rm(root, { recursive: true }));
  const at = (name: string) => join(root, name);
  await mkdir(at('directory'));
  await writeFile(at('file'), '');
  const server = createServer().listen(at('socket'));
  await once(server, 'listening');
  t.after(() => server.close());

  for (const [name, type] of [
    ['anything', ''],
    ['directory', 'Directory'],
    ['directory', 'DirectoryOrCreate'],
    ['new/deep', 'DirectoryOrCreate'],
    ['file', 'File'],
    ['new/file', 'FileOrCreate'],
    ['socket', 'Socket'],
  ] as const) {
    await checkHostPath(at(name), type);
  }
  await checkHostPath('/dev/null', 'CharDevice');
  assert.ok((await stat(at('new/deep'))).isDirectory());
  assert.ok((await stat(at('new/file'))).isFile());

  for (const [name, type, what] of [
    ['missing', 'Directory', 'directory'],
    ['file', 'Directory', 'directory'],
    ['file', 'DirectoryOrCreate', 'directory'],
    ['missing', 'File', 'file'],
    ['directory', 'FileOrCreate', 'file'],
    ['file', 'Socket', 'socket file'],
    ['file', 'CharDevice', 'character device'],
    ['missing', 'BlockDevice', 'block device'],
  ] as const) {
    await assert.rejects(checkHostPath(at(name), type), { message: `hostPath type check failed: ${at(name)} is not a ${what}` });
  }
});
