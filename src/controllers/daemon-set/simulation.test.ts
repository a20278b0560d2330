import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DaemonSet } from '../../kinds/apps/daemon-set/index.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodActive, isPodReady } from '../../kinds/core/pod/readiness.ts';
import { namespace, startSimulation, type Simulation } from '../testing/simulation/simulation.ts';
import { seeds } from '../testing/simulation/seeds.ts';
import { targetNode } from './pod-template.ts';

const labels = { app: 'agent' };
const templateOf = (image: string) => ({ metadata: { labels }, spec: { containers: [{ name: 'agent', image }] } });

async function isRolledOut({ client }: Simulation): Promise<boolean> {
  const { spec, status, metadata } = await client.get(DaemonSet, { name: 'agent', namespace });
  const { items: nodes } = await client.list(Node);
  const { items: pods } = await client.list(Pod, { namespace });
  const image = spec.template.spec?.containers[0]?.image;
  return (
    pods.length === nodes.length &&
    pods.every((pod) => isPodReady(pod) && pod.spec.containers[0]?.image === image) &&
    status.observedGeneration === metadata.generation &&
    [status.desiredNumberScheduled, status.numberReady, status.updatedNumberScheduled].every((count) => count === nodes.length)
  );
}

for (const seed of seeds(1)) {
  for (const maxSurge of [0, 1]) {
    test(`a daemon set never has more on a node than it may, and ends up with one on each (seed ${seed}, surge ${maxSurge})`, async () => {
      await using simulation = await startSimulation({ seed, controllerNames: ['daemonset-controller'], crashes: 0.1 });
      const { client, random, truth } = simulation;
      const pods = truth.of(Pod);
      const problems = new Set<string>();
      using _ = pods.observe({
        applied: (pod) => {
          const beside = pods.list(namespace).filter((other) => isPodActive(other) && targetNode(other) === targetNode(pod));
          if (beside.length > 1 + maxSurge) problems.add(`${targetNode(pod)} has ${beside.length} pods`);
        },
      });
      const { metadata } = await client.create(DaemonSet, {
        metadata: { name: 'agent', namespace },
        spec: {
          selector: { matchLabels: labels },
          template: templateOf('agent:0'),
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable: 1 - maxSurge } },
        },
      });
      let version = 0;
      await simulation.run(60, {
        grief: { podFails: 0.02, nodeGoes: 0.03 },
        edit: async () => {
          if (!random.chance(0.08)) return;
          await client.patch(DaemonSet, metadata, { type: 'strategic', body: { spec: { template: templateOf(`agent:${++version}`) } } });
        },
      });
      await simulation.converge(() => isRolledOut(simulation));
      assert.deepEqual([...problems], []);
    });
  }

  test(`a rolling update of a daemon set left in peace misses one pod at most (seed ${seed})`, async () => {
    await using simulation = await startSimulation({ seed, controllerNames: ['daemonset-controller'], crashes: 0.1 });
    const { client, truth } = simulation;
    const { metadata } = await client.create(DaemonSet, {
      metadata: { name: 'agent', namespace },
      spec: { selector: { matchLabels: labels }, template: templateOf('agent:0') },
    });
    const pods = truth.of(Pod);
    await simulation.run(10);
    await simulation.converge(() => isRolledOut(simulation));
    let least = Number.POSITIVE_INFINITY;
    const count = () => (least = Math.min(least, pods.list(namespace).filter((pod) => isPodActive(pod) && isPodReady(pod)).length));
    using _ = pods.observe({ applied: count, deleted: count });
    const nodes = (await client.list(Node)).items.length;
    least = nodes;
    await client.patch(DaemonSet, metadata, { type: 'strategic', body: { spec: { template: templateOf('agent:1') } } });
    await simulation.run(20);
    await simulation.converge(() => isRolledOut(simulation));
    assert.equal(least, nodes - 1);
  });
}
