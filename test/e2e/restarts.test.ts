import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Pod } from '../../src/kinds/core/pod/index.ts';
import type { LocalNode } from '../../src/cluster/local-node/local-node.ts';
import { loadTestImages, localCluster, noRealNodes, type LocalCluster } from '../support/local-cluster.ts';
import { until } from '../support/until.ts';
import { isReady, nginx, openSpace, podOf, type Space } from './space.ts';

describe('parts that are killed', { skip: await noRealNodes() }, () => {
  let running: LocalCluster | undefined;
  const cluster = () => {
    if (!running) throw new Error('the cluster does not run');
    return running;
  };

  before(async () => {
    running = await localCluster();
    await running.start('--nodes', '2');
    await loadTestImages(running);
  });
  after(() => running?.[Symbol.asyncDispose]());

  test('pods do not notice that the control plane is killed and started again', async () => {
    await using space = await openSpace(cluster());
    await space.kubectl('create', 'deployment', 'web', `--image=${nginx}`, '--replicas=4', '--port=80');
    await space.kubectl('expose', 'deployment', 'web', '--port=80');
    const pods = await readyPods(space, 4);
    const address = await space.kubectl('get', 'service', 'web', '-o', 'jsonpath={.spec.clusterIP}');

    await cluster().end('SIGKILL');
    for (const { status } of pods) assert.equal((await fetch(`http://${status.podIP}/`)).status, 200);
    assert.equal((await fetch(`http://${address}/`)).status, 200);

    await cluster().start('--nodes', '2');
    const again = await readyPods(space, 4);
    assert.deepEqual(whatRuns(again), whatRuns(pods));
    // Everything works on: controllers, scheduler, kubelets and proxies.
    await space.kubectl('scale', 'deployment', 'web', '--replicas=6');
    await readyPods(space, 6);
    await space.kubectl('exec', 'deployment/web', '--', 'true');
    assert.deepEqual(
      whatRuns((await space.pods('app=web')).filter(({ metadata }) => pods.some((pod) => pod.metadata.uid === metadata.uid))),
      whatRuns(pods),
    );
  });

  test('pods do not notice that the process of their node is killed, and what ended meanwhile is told', async () => {
    await using space = await openSpace(cluster());
    await space.kubectl.apply(
      podOf('steady'),
      podOf('ending', { script: 'until [ -e /tmp/end ]; do sleep 0.05; done; exit 5', spec: { restartPolicy: 'Never' } }),
    );
    const [steady, ending] = await Promise.all([space.untilReady('steady'), space.untilReady('ending')]);
    const name = ending.spec.nodeName ?? '';
    const node = await cluster().node(name);
    const agent = await agentOf(node);
    const [containerId = ''] = idsOf(ending);
    await node.run('kill', ['-KILL', agent]);
    await endMain(node, containerId);
    const { status } = await space.untilPod('ending', 'over', (pod) => pod.status.phase === 'Failed');
    assert.equal(status.containerStatuses?.[0]?.state?.terminated?.exitCode, 5);
    assert.notEqual(await agentOf(node), agent);
    await until('the node answers again', () => space.shell('steady', 'echo yes'));
    assert.deepEqual(whatRuns([await space.pod('steady')]), whatRuns([steady]));
  });

  test('a container whose process is killed is started again in the same pod', async () => {
    await using space = await openSpace(cluster());
    await space.kubectl.apply(podOf('box', { container: { image: nginx, command: undefined } }));
    const before = await space.untilReady('box');
    const node = await cluster().node(before.spec.nodeName ?? '');
    await node.run('ctr', ['--address', node.criSocket, '--namespace', 'k8s.io', 'tasks', 'kill', '--signal', 'SIGKILL', ...idsOf(before)]);
    const after = await space.untilPod('box', 'restarted', (pod) => pod.status.containerStatuses?.[0]?.restartCount === 1 && isReady(pod));
    assert.equal(after.status.podIP, before.status.podIP);
    assert.notDeepEqual(idsOf(after), idsOf(before));
    assert.equal(after.status.containerStatuses?.[0]?.lastState?.terminated?.exitCode, 137);
  });

  test('containerd may be killed: pods go on, and new ones start', async () => {
    await using space = await openSpace(cluster());
    await space.kubectl.apply(podOf('box'));
    const before = await space.untilReady('box');
    const node = await cluster().node(before.spec.nodeName ?? '');
    const containerd = (await node.run('sh', ['-c', 'grep -l ^containerd$ /proc/[0-9]*/comm'])).split('/')[2] ?? '';
    await node.run('kill', ['-KILL', containerd]);
    await space.kubectl.apply(podOf('next', { spec: { nodeName: before.spec.nodeName } }));
    await space.untilReady('next');
    assert.deepEqual(whatRuns([await space.pod('box')]), whatRuns([before]));
    assert.equal(await space.shell('box', 'echo here'), 'here\n');
  });

  test('pods of a node that is lost and deleted are replaced on the other, and it comes back empty', async () => {
    await using space = await openSpace(cluster());
    await nodesReady(cluster());
    await space.kubectl('create', 'deployment', 'web', `--image=${nginx}`, '--replicas=3', '--port=80');
    const pods = await readyPods(space, 3);
    const [lost, kept] = [2, 1].map((index) => `${cluster().name}-${index}`);
    assert.ok(pods.some(({ spec }) => spec.nodeName === lost));

    await cluster().end('SIGKILL');
    await (await cluster().node(lost ?? '')).stop();
    await cluster().start('--nodes', '1');
    await space.kubectl('delete', 'node', lost ?? '');
    // A node that is only registering anew gets 40 seconds.
    await until(
      'all pods are on the node that is left',
      async () => (await readyPods(space, 3)).every(({ spec }) => spec.nodeName === kept),
      { timeoutMs: 120_000 },
    );

    assert.equal(await cluster().end('SIGINT'), 0);
    await cluster().start('--nodes', '2');
    await nodesReady(cluster());
    await space.kubectl.apply(podOf('new', { spec: { nodeName: lost } }));
    await space.untilReady('new');
  });
});

const readyPods = (space: Space, count: number) =>
  until(`${count} pods are ready`, async () => {
    const pods = await space.pods('app=web');
    return pods.length === count && pods.every(isReady) && pods;
  });

const nodesReady = (cluster: LocalCluster) =>
  until('both nodes are ready', async () => (await cluster.kubectl('get', 'nodes')).match(/ Ready /g)?.length === 2);

const idsOf = ({ status }: Pod): string[] =>
  (status.containerStatuses ?? []).map(({ containerID = '' }) => containerID.replace('containerd://', ''));

/** Which containers run, since when, and where. */
const whatRuns = (pods: readonly Pod[]) =>
  pods
    .map((pod) =>
      [pod.metadata.uid, pod.spec.nodeName, pod.status.podIP, ...idsOf(pod), pod.status.containerStatuses?.[0]?.restartCount].join(' '),
    )
    .toSorted();

/** The number its process has in the node. */
async function agentOf(node: LocalNode): Promise<string> {
  return until('the process of the node runs', async () => {
    const found = await node.run('sh', ['-c', 'grep -l node-agent /proc/[0-9]*/cmdline 2>/dev/null || true']);
    for (const path of found.split('\n')) {
      const [, , pid = ''] = path.split('/');
      const name = await node.run('cat', [`/proc/${pid}/comm`]).catch(() => '');
      if (/^(node|MainThread|kubets)/.test(name)) return pid;
    }
    return undefined;
  });
}

async function endMain(node: LocalNode, containerId: string): Promise<void> {
  const ctr = (...args: string[]) => node.run('ctr', ['--address', node.criSocket, '--namespace', 'k8s.io', 'tasks', ...args]);
  await ctr('exec', '--exec-id', 'end', containerId, 'touch', '/tmp/end');
  await until('the container has ended', async () => !new RegExp(`${containerId} +\\d+ +RUNNING`).test(await ctr('list')));
}
