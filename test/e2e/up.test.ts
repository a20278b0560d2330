import assert from 'node:assert/strict';
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readNodeRecords } from '../../src/cluster/local-node/node-record.ts';
import type { Pod } from '../../src/kinds/core/pod/index.ts';
import { hostState } from '../support/host-state.ts';
import { localCluster, noRealNodes, type LocalCluster } from '../support/local-cluster.ts';
import { until } from '../support/until.ts';

const example = join(import.meta.dirname, '../../examples/01-nginx-deployment.yaml');

/** Another cluster of the user's, which is none of our business. */
const otherContext = {
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'work',
  clusters: [{ name: 'work', cluster: { server: 'https://work.example:6443' } }],
  users: [{ name: 'me', user: { token: 'mine' } }],
  contexts: [{ name: 'work', context: { cluster: 'work', user: 'me', namespace: 'shop' } }],
};

describe('kubets up', { skip: await noRealNodes(), concurrency: 1 }, () => {
  test('a start tells how it goes, Ctrl-C stops cleanly, and the next start goes on where this one ended', async () => {
    await using cluster = await localCluster();
    await writeFile(cluster.kubeconfig, JSON.stringify(otherContext), { mode: 0o600 });
    const before = await hostState(cluster.name);
    await cluster.start();
    assert.match(
      cluster.output,
      new RegExp(
        [
          `starting cluster ${cluster.name} with 1 node; its log is .*/cluster.log`,
          'control plane ready \\(\\d+\\.\\d s\\)',
          `node ${cluster.name}-1 ready \\(\\d+\\.\\d s\\)`,
          '',
          `The cluster is ready. Context "${cluster.name}" is the current one in ${cluster.kubeconfig}. Try:`,
        ].join('\n'),
      ),
    );
    assert.equal((await cluster.kubectl('config', 'current-context')).trim(), cluster.name);
    assert.deepEqual((await cluster.kubectl('config', 'get-contexts', '-o', 'name')).trim().split('\n').toSorted(), [cluster.name, 'work']);
    assert.match(await cluster.kubectl('config', 'view', '--raw', '--context=work'), /token: mine/);
    await cluster.kubectl('create', '-f', example);
    const pods = await readyPods(cluster, 3);

    assert.equal(await cluster.end('SIGINT'), 0);
    assert.match(cluster.output, /\nstopping\nstopped; the next start goes on where this one ended\n$/);
    assert.deepEqual(await hostState(cluster.name), before);

    await cluster.start();
    const again = await until('the same pods are ready again', async () => {
      const found = await readyPods(cluster, 3);
      return found.every(({ status }) => status.containerStatuses?.[0]?.restartCount === 1) && found;
    });
    assert.deepEqual(again.map(({ metadata }) => metadata.uid).toSorted(), pods.map(({ metadata }) => metadata.uid).toSorted());

    assert.equal(await cluster.end('SIGTERM'), 0);
    assert.equal((await cluster.kubets('down', '--delete')).code, 0);
    assert.deepEqual(await hostState(cluster.name), before);
    await assert.rejects(access(cluster.dataFolder), { code: 'ENOENT' });
    assert.deepEqual((await cluster.kubectl('config', 'get-contexts', '-o', 'name')).trim(), 'work');
    assert.match(await cluster.kubectl('config', 'view', '--raw'), /token: mine/);
  });

  test('in the background it is started, looked at and stopped by commands', async () => {
    await using cluster = await localCluster();
    const before = await hostState(cluster.name);
    const none = await cluster.kubets('status');
    assert.deepEqual([none.code, none.stdout], [1, `cluster ${cluster.name} does not run\n`]);
    const started = await cluster.kubets('up', '-d', '--nodes', '2', ...cluster.flags);
    assert.equal(started.code, 0, started.stderr);
    assert.match(started.stdout, new RegExp(`cluster ${cluster.name} is ready; stop it by "kubets down --name ${cluster.name}"`));
    // At once, as the last line invites to.
    await cluster.kubectl('create', '-f', example);
    await readyPods(cluster, 3);

    const twice = await cluster.kubets('up', ...cluster.flags);
    assert.equal(twice.code, 1);
    assert.match(twice.stderr, /runs already/);
    const status = await cluster.kubets('status');
    assert.equal(status.code, 0);
    assert.match(status.stdout, new RegExp(`cluster ${cluster.name} runs; API server https://127.0.0.1:${cluster.port}, process \\d+\n`));
    for (const index of [1, 2]) assert.match(status.stdout, new RegExp(`node ${cluster.name}-${index}: ready, [12] pods?\n`));
    assert.match((await cluster.kubets('logs', '--tail', '5')).stdout, /"msg":/);
    assert.match((await cluster.kubets('logs', '--node', `${cluster.name}-2`)).stdout, /the node is registered/);
    assert.equal((await cluster.kubets('logs', '--node', 'none')).code, 1);

    const stopped = await cluster.kubets('down');
    assert.equal(stopped.code, 0, stopped.stderr);
    assert.match(stopped.stdout, /its data is kept in/);
    assert.deepEqual(await hostState(cluster.name), before);
    assert.equal((await cluster.kubets('status')).code, 1);

    assert.equal((await cluster.kubets('up', '-d', '--nodes', '2', ...cluster.flags)).code, 0);
    await readyPods(cluster, 3);
    assert.match((await cluster.kubets('down', '--delete')).stdout, /is stopped and deleted/);
    assert.deepEqual(await hostState(cluster.name), before);
    assert.deepEqual(
      (await readdir(cluster.dataRoot)).filter((name) => name !== 'kubeconfig'),
      [],
    );
    assert.match((await cluster.kubets('down')).stdout, /there is no cluster/);
  });

  test('after everything was killed, down leaves nothing, and so the next start is as good as any', async () => {
    await using cluster = await localCluster();
    const before = await hostState(cluster.name);
    await cluster.start('--nodes', '2');
    await cluster.kubectl('create', '-f', example);
    await readyPods(cluster, 3);
    await cluster.end('SIGKILL');
    for (const { init } of await readNodeRecords(cluster.dataFolder)) process.kill(init.pid, 'SIGKILL');
    assert.equal((await cluster.kubets('down')).code, 0);
    assert.deepEqual(await hostState(cluster.name), before);
    await cluster.start('--nodes', '2');
    await readyPods(cluster, 3);
    // With the nodes running.
    await cluster.end('SIGKILL');
    assert.equal((await cluster.kubets('down', '--delete')).code, 0);
    assert.deepEqual(await hostState(cluster.name), before);
  });

  test('three nodes with the demo answer at every address of it', async () => {
    await using cluster = await localCluster();
    await cluster.start('--nodes', '3', '--demo', '--runtime', 'runc');
    assert.match(await cluster.kubectl('get', 'nodes'), /( Ready [^]*){3}/);
    await readyPods(cluster, 3, 'app=hello');
    const port = await cluster.kubectl('get', 'service', 'hello', '-o', 'jsonpath={.spec.ports[0].nodePort}');
    const addresses = await cluster.kubectl('get', 'nodes', '-o', 'jsonpath={.items[*].status.addresses[?(@.type=="InternalIP")].address}');
    for (const address of addresses.split(' ')) {
      assert.match(await until(`${address} answers`, async () => (await fetch(`http://${address}:${port}/`)).text()), /It works/);
    }
    assert.equal(addresses.split(' ').length, 3);
    const kubeconfig = await readFile(cluster.kubeconfig, 'utf8');
    assert.match(kubeconfig, /client-certificate-data/);
  });

  test('what cannot be is refused in a line', async () => {
    await using cluster = await localCluster();
    for (const [flags, message] of [
      [['--nodes', '0'], /choose from 1 to 100 nodes/],
      [['--secure-port', '66000'], /a port is a number from 0 to 65535/],
      [['--pod-cidr', '10.0.0.0/33'], /10.0.0.0\/33/],
      [['--pod-cidr', '10.90.0.0/16', '--service-cidr', '10.90.0.0/16'], /overlaps/],
    ] as const) {
      const { code, stderr } = await cluster.kubets('up', ...flags);
      assert.equal(code, 1, flags.join(' '));
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n\s+at /);
    }
  });

  test('a start that fails leaves nothing running', async () => {
    await using cluster = await localCluster();
    const before = await hostState(cluster.name);
    await using server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await cluster.kubets('up', ...cluster.flags, '--secure-port', `${port}`, '--nodes', '2');
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`address already in use 127.0.0.1:${port}`));
    assert.deepEqual(await hostState(cluster.name), before);
  });
});

const readyPods = async (cluster: LocalCluster, count: number, selector = 'app=nginx'): Promise<readonly Pod[]> =>
  until(`${count} pods of ${selector} are ready`, async () => {
    const { items } = JSON.parse(await cluster.kubectl('get', 'pods', '-l', selector, '-o', 'json')) as { items: Pod[] };
    const ready = items.filter(({ status }) => status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True'));
    return items.length === count && ready.length === count && items;
  });
