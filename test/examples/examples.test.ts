import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseYamlDocuments } from '../../src/model/codec/yaml.ts';
import { startCluster } from '../../src/cluster/testing.ts';

const folder = fileURLToPath(new URL('../../examples', import.meta.url));
const examples = readdirSync(folder).filter((file) => /^\d\d-/.test(file));
const run = promisify(execFile);

for (const file of examples.filter((each) => each.endsWith('.ts'))) {
  test(`${file} runs`, { timeout: 60_000 }, async () => {
    const { stdout } = await run(process.execPath, [join(folder, file)], { cwd: folder });
    assert.match(stdout, /web-[a-z0-9]+-[a-z0-9]+/);
  });
}

for (const file of examples.filter((each) => each.endsWith('.yaml'))) {
  test(`${file} is accepted to the letter`, async () => {
    await using cluster = await startCluster();
    for (const object of parseYamlDocuments(readFileSync(join(folder, file), 'utf8')) as { apiVersion: string; kind: string }[]) {
      const created = await cluster.client.request<{ kind: string }>({
        method: 'POST',
        path: `/apis/${object.apiVersion}/namespaces/default/${object.kind.toLowerCase()}s`,
        query: { fieldValidation: 'Strict' },
        body: object,
      });
      assert.equal(created.kind, object.kind);
    }
  });
}
