import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { createClient } from '../../src/client/create-client.ts';
import { httpTransport } from '../../src/client/http/http-transport.ts';
import { clusterAccess } from '../../src/client/kubeconfig/access.ts';
import { loadKubeconfigFile } from '../../src/client/kubeconfig/load.ts';
import { Node } from '../../src/kinds/core/node/index.ts';
import { temporaryFolder } from '../support/api-server-process.ts';
import { startPart } from '../support/part-process.ts';
import { until } from '../support/until.ts';

test('a cluster of fake nodes comes up with its context, and comes back with them', { timeout: 120_000 }, async () => {
  await using folder = await temporaryFolder();
  const kubeconfig = join(folder.path, 'config');
  const up = () =>
    startPart(['up', '--nodes', 'fake:7', '--name', 'scale', '--data-dir', folder.path, '--secure-port', '0'], {
      env: { ...process.env, KUBECONFIG: kubeconfig },
    });
  for (const start of ['first', 'second']) {
    await using cluster = up();
    await until(`the ${start} start`, () => cluster.log().includes('The cluster is ready'));
    const access = await clusterAccess(await loadKubeconfigFile(kubeconfig), { context: 'scale' });
    await using transport = httpTransport({ access, clock: systemClock });
    const client = createClient({ transport, userAgent: 'test', clock: systemClock });
    assert.equal((await client.list(Node)).items.length, 7);
    assert.equal(await cluster.stop(), 0, cluster.log());
  }
});

test('a count of nodes that is none is refused', async () => {
  await using cluster = startPart(['up', '--nodes', 'fake:many']);
  assert.equal(await cluster.ended, 1);
  assert.match(cluster.log(), /choose from 1 to 100 nodes, or fake:N/);
});
