import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { startApiServerProcess, temporaryFolder } from '../support/api-server-process.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const run = promisify(execFile);
const snapshot = async (...args: string[]) => (await run(process.execPath, [main, 'snapshot', ...args])).stdout;
const namespace = 'default';

test('a snapshot of a server that is being written to can be looked at, and brings everything back', { timeout: 120_000 }, async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'saved.db');
  const names: string[] = [];
  {
    await using server = await startApiServerProcess({ dataDir: folder.path });
    const write = async (writer: number) => {
      for (let count = 0; count < 30; count++) {
        const name = `c-${writer}-${count}`;
        await server.client.create(ConfigMap, { metadata: { name, namespace }, data: { text: 'x'.repeat(5000) } });
        names.push(name);
      }
    };
    await write(0);
    const before = [...names];
    const writing = Promise.all([write(1), write(2), write(3)]);
    const said = await snapshot('save', file, '--kubeconfig', server.kubeconfig);
    assert.match(said, /^saved .*: revision \d+, \d+ keys, [\d.]+ MiB, whole\n$/);
    await writing;
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const inUse = snapshot('restore', file, '--data-dir', join(folder.path, 'data'), '--replace');
    await assert.rejects(inUse, /is open in another process/);
    await server.client.delete(ConfigMap, { namespace, name: before[0] ?? '' });
    names.splice(0, names.length, ...before);
  }
  assert.match(await snapshot('status', file), /^revision \d+, \d+ keys/);
  const data = join(folder.path, 'data');
  await assert.rejects(snapshot('restore', file, '--data-dir', data), /there is a store at .* already, which would be lost/);
  await snapshot('restore', file, '--data-dir', data, '--replace');
  await using server = await startApiServerProcess({ dataDir: folder.path });
  const { items } = await server.client.list(ConfigMap, { namespace });
  const found = new Set(items.map(({ metadata }) => metadata.name));
  for (const name of names) assert(found.has(name), name);
  await server.client.create(ConfigMap, { metadata: { name: 'after', namespace } });

  const bytes = await readFile(file);
  await writeFile(join(folder.path, 'cut.db'), bytes.subarray(0, bytes.length - 8192));
  await assert.rejects(snapshot('status', join(folder.path, 'cut.db')), /damaged|malformed/);
  await writeFile(join(folder.path, 'text.db'), 'this is no database'.repeat(1000));
  await assert.rejects(snapshot('restore', join(folder.path, 'text.db'), '--data-dir', join(folder.path, 'other')), /not a database/);
  await assert.rejects(snapshot('status', join(folder.path, 'none.db')), /no such file/);
});
