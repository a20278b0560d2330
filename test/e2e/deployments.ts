import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { cgroupHierarchies } from '../../src/cluster/host/cgroups.ts';
import type { Pod } from '../../src/kinds/core/pod/index.ts';
import { currentKubectls } from '../support/kubectl.ts';
import type { LocalCluster } from '../support/local-cluster.ts';
import { until } from '../support/until.ts';
import { isReady, nginx, openSpace, type Space } from './space.ts';

const example = join(import.meta.dirname, '../../examples/01-nginx-deployment.yaml');
const programs = await currentKubectls();

/** What `kubectl` shows of deployments, and does with them. */
export function deployments(cluster: () => LocalCluster): void {
  describe('deployments', { concurrency: true }, () => {
    for (const program of programs) {
      test(`the example becomes three pods on both nodes, and is gone without a trace when it is deleted (kubectl ${program.version})`, async () => {
        await using space = await openSpace(cluster(), program);
        await space.kubectl('create', '-f', example);
        const pods = await readyPods(space, 3);

        assert.equal(new Set(pods.map(({ status }) => status.podIP)).size, 3);
        assert.equal(new Set(pods.map(({ spec }) => spec.nodeName)).size, 2);
        const wide = await space.kubectl('get', 'pods', '-o', 'wide');
        for (const { metadata, status, spec } of pods) {
          assert.match(wide, new RegExp(`${metadata.name} +1/1 +Running +0 .*${status.podIP} +${spec.nodeName} `));
        }
        assert.match(
          await space.kubectl('get', 'deployment,replicaset'),
          /deployment.apps\/nginx +3\/3 +3 +3 [^]*replicaset.apps\/nginx-\w+ +3 +3 +3 /,
        );
        const describe = () => space.kubectl('describe', 'pod', pods[0]?.metadata.name ?? '');
        // Events are written beside everything else, and may come after the pod is ready.
        await until('the start is told of', async () => /Started +.*kubelet/.test(await describe()));
        const described = await describe();
        for (const text of [/Status: +Running/, /Container ID: +containerd:\/\//, /Ready +True/, /Successfully assigned/]) {
          assert.match(described, text);
        }

        await space.kubectl('delete', '-f', example);
        await until('the pods are gone', async () => (await space.pods('app=nginx')).length === 0);
        for (const pod of pods) await assertGone(space.cluster, pod);
      });

      test(`a deployment is scaled, updated, watched and rolled back (kubectl ${program.version})`, async () => {
        await using space = await openSpace(cluster(), program);
        const { kubectl } = space;
        await kubectl('create', '-f', example);
        await kubectl('rollout', 'status', 'deployment/nginx', '--timeout=60s');
        await kubectl('scale', 'deployment/nginx', '--replicas=5');
        await readyPods(space, 5);
        await kubectl('scale', 'deployment/nginx', '--replicas=2');
        await until('two pods are left', async () => (await space.pods('app=nginx')).length === 2);

        await kubectl('set', 'image', 'deployment/nginx', `nginx=${nginx}`);
        assert.match(await kubectl('rollout', 'status', 'deployment/nginx', '--timeout=60s'), /successfully rolled out/);
        await until('only new pods are left', async () => (await images(space)).join() === `${nginx},${nginx}`);
        assert.match(await kubectl('rollout', 'history', 'deployment/nginx'), /\n1 .*\n2 /);
        await kubectl('rollout', 'undo', 'deployment/nginx');
        await kubectl('rollout', 'status', 'deployment/nginx', '--timeout=60s');
        await until('only old ones are left', async () => (await images(space)).every((image) => image !== nginx));
        assert.match(await kubectl('rollout', 'history', 'deployment/nginx'), /\n2 .*\n3 /);
        await kubectl('rollout', 'restart', 'deployment/nginx');
        await kubectl('rollout', 'status', 'deployment/nginx', '--timeout=60s');
        const owners = await kubectl('get', 'replicasets', '-o', 'name');
        assert.equal(owners.trim().split('\n').length, 3);
      });
    }

    test('an image that is nowhere stops a rollout, and the old pods go on serving', async () => {
      await using space = await openSpace(cluster());
      await space.kubectl('create', '-f', example);
      await readyPods(space, 3);
      await space.kubectl('set', 'image', 'deployment/nginx', 'nginx=localhost/nowhere:1');
      await until('a pod waits for its image', async () =>
        (await space.pods('app=nginx')).some(({ status }) =>
          /^(ErrImagePull|ImagePullBackOff)$/.test(status.containerStatuses?.[0]?.state?.waiting?.reason ?? ''),
        ),
      );
      assert.equal((await space.pods('app=nginx')).filter(isReady).length, 3);
      await space.kubectl('rollout', 'undo', 'deployment/nginx');
      await readyPods(space, 3);
    });
  });
}

const readyPods = (space: Space, count: number) =>
  until(`${count} pods are ready`, async () => {
    const pods = await space.pods('app=nginx');
    return pods.length === count && pods.every(isReady) && pods;
  });

const images = async (space: Space) => (await space.pods('app=nginx')).map(({ spec }) => spec.containers[0]?.image);

/** Its containers, its address and its control groups. */
async function assertGone(cluster: LocalCluster, { metadata, spec, status }: Pod) {
  const node = await cluster.node(spec.nodeName ?? '');
  const containers = await node.run('ctr', ['--address', node.criSocket, '--namespace', 'k8s.io', 'containers', 'list']);
  const id = status.containerStatuses?.[0]?.containerID?.replace('containerd://', '') ?? '';
  assert.match(id, /^[0-9a-f]{64}$/);
  assert.ok(!containers.includes(id));
  const labels = await node.run('ctr', [
    '--address',
    node.criSocket,
    '--namespace',
    'k8s.io',
    'containers',
    'list',
    '--quiet',
    `labels."io.kubernetes.pod.uid"==${metadata.uid}`,
  ]);
  assert.equal(labels, '');
  const addresses = await node.run('find', ['/var/lib/cni/networks', '-name', status.podIP ?? '']);
  assert.equal(addresses, '');
  for (const hierarchy of await cgroupHierarchies()) {
    const groups = await readdir(join(hierarchy, node.cgroupRoot), { recursive: true }).catch(() => []);
    assert.deepEqual(
      groups.filter((group) => group.includes(metadata.uid ?? '-')),
      [],
    );
  }
}
