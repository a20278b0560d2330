import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { startApiServerProcess, temporaryFolder, type ApiServerProcess } from '../support/api-server-process.ts';

const rounds = 10;
const writers = 64;
/** As many writes are acknowledged in a round before the power goes. */
const writesBeforeKill = 300;

test('what was acknowledged is there after every power cut, and resource versions never go back', { timeout: 240_000 }, async () => {
  await using folder = await temporaryFolder();
  const acknowledged = new Map<string, { version: number; round: number }>();
  let highest = 0;
  for (let round = 0; round < rounds; round++) {
    const server = await startApiServerProcess({ dataDir: folder.path });
    await assertAllThere(server, acknowledged);
    const first = await create(server, `first-${round}`);
    assert(first > highest, `version ${first} was given after ${highest}`);
    acknowledged.set(`first-${round}`, { version: first, round });
    highest = first;

    let count = 0;
    const enough = Promise.withResolvers<void>();
    const writing = Array.from({ length: writers }, async (_, writer) => {
      for (let number = 0; ; number++) {
        const name = `c-${round}-${writer}-${number}`;
        try {
          const version = await create(server, name);
          acknowledged.set(name, { version, round });
          highest = Math.max(highest, version);
          if (++count === writesBeforeKill) enough.resolve();
        } catch {
          // The server has gone, and with it this writer's work.
          return;
        }
      }
    });
    await enough.promise;
    await server.kill();
    await Promise.all(writing);
  }
  await using server = await startApiServerProcess({ dataDir: folder.path });
  await assertAllThere(server, acknowledged);
  assert(acknowledged.size >= rounds * writesBeforeKill);
});

async function create({ client }: ApiServerProcess, name: string): Promise<number> {
  const created = await client.create(ConfigMap, { metadata: { name, namespace: 'default' }, data: { name } });
  return Number(created.metadata.resourceVersion);
}

async function assertAllThere({ client }: ApiServerProcess, acknowledged: ReadonlyMap<string, { version: number }>): Promise<void> {
  const { items } = await client.list(ConfigMap, { namespace: 'default' });
  const found = new Map(items.map(({ metadata, data }) => [metadata.name, { version: Number(metadata.resourceVersion), data }]));
  for (const [name, { version }] of acknowledged)
    assert.deepEqual(found.get(name), { version, data: { name } }, `${name} at version ${version}`);
}
