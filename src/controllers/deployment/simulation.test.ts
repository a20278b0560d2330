import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deployment } from '../../kinds/apps/deployment/index.ts';
import { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodActive, isPodReady } from '../../kinds/core/pod/readiness.ts';
import { controllerOf } from '../../model/owner-references.ts';
import { namespace, startSimulation, type Simulation } from '../testing/simulation/simulation.ts';
import { seeds } from '../testing/simulation/seeds.ts';

const labels = { app: 'web' };
const controllerNames = ['deployment-controller', 'replicaset-controller'];
const templateOf = (image: string) => ({ metadata: { labels }, spec: { containers: [{ name: 'web', image }] } });

const make = ({ client }: Simulation, rollingUpdate: { maxSurge: number; maxUnavailable: number }): Promise<Deployment> =>
  client.create(Deployment, {
    metadata: { name: 'web', namespace },
    spec: {
      replicas: 4,
      revisionHistoryLimit: 2,
      selector: { matchLabels: labels },
      template: templateOf('web:0'),
      strategy: { type: 'RollingUpdate', rollingUpdate },
    },
  });

/** All wanted pods are ready and of the newest template, others are gone, and the status says so. */
async function isRolledOut({ client }: Simulation): Promise<boolean> {
  const { spec, status, metadata } = await client.get(Deployment, { name: 'web', namespace });
  const { items } = await client.list(Pod, { namespace });
  const active = items.filter(isPodActive);
  const image = spec.template.spec?.containers[0]?.image;
  return (
    active.length === spec.replicas &&
    active.every((pod) => isPodReady(pod) && pod.spec.containers[0]?.image === image) &&
    status.observedGeneration === metadata.generation &&
    [status.replicas, status.updatedReplicas, status.availableReplicas].every((count) => (count ?? 0) === spec.replicas)
  );
}

for (const seed of seeds(1)) {
  test(`a deployment under failures, edits and crashes keeps within its surge and gets there (seed ${seed})`, async () => {
    const all = [...controllerNames, 'garbage-collector-controller'];
    await using simulation = await startSimulation({ seed, controllerNames: all, crashes: 0.1 });
    const { client, random, truth } = simulation;
    const pods = truth.of(Pod);
    let most = 4;
    let over = 0;
    using _ = pods.observe({ applied: () => (over = Math.max(over, pods.list(namespace).filter(isPodActive).length - most - 1)) });
    const { metadata } = await make(simulation, { maxSurge: 1, maxUnavailable: 1 });
    let version = 0;
    await simulation.run(70, {
      grief: { podFails: 0.03, nodeGoes: 0.02 },
      edit: async () => {
        if (!random.chance(0.1)) return;
        const spec = random.pick([
          { replicas: random.below(6) },
          { template: templateOf(`web:${++version}`) },
          { paused: random.chance(0.5) },
        ]);
        if (spec && 'replicas' in spec) most = Math.max(most, spec.replicas ?? 0);
        await client.patch(Deployment, metadata, { type: 'strategic', body: { spec } });
      },
    });
    await client.patch(Deployment, metadata, { type: 'merge', body: { spec: { paused: false } } });
    await simulation.converge(() => isRolledOut(simulation));
    assert.equal(over, 0);
    const { items: sets } = await client.list(ReplicaSet, { namespace });
    assert.equal(sets.filter(({ spec }) => (spec.replicas ?? 0) > 0).length <= 1, true);
    const images = sets.map(({ spec }) => spec.template?.spec?.containers[0]?.image);
    assert.equal(new Set(images).size, images.length, 'no template has two replica sets');
    const owners = new Set(sets.map(({ metadata: { uid } }) => uid));
    // What belonged to replica sets that are no longer kept goes with them.
    await simulation.converge(() => pods.list(namespace).every((pod) => owners.has(controllerOf(pod)?.uid ?? '')));
  });

  for (const limits of [
    { maxSurge: 1, maxUnavailable: 0 },
    { maxSurge: 0, maxUnavailable: 1 },
    { maxSurge: 2, maxUnavailable: 1 },
  ]) {
    test(`a rolling update left in peace keeps within ${JSON.stringify(limits)}, whatever crashes (seed ${seed})`, async () => {
      await using simulation = await startSimulation({ seed, controllerNames, crashes: 0.15 });
      const { client, truth } = simulation;
      const pods = truth.of(Pod);
      const { metadata } = await make(simulation, limits);
      await simulation.converge(() => isRolledOut(simulation));
      let [least, most] = [4, 0];
      const count = () => {
        const active = pods.list(namespace).filter(isPodActive);
        most = Math.max(most, active.length);
        least = Math.min(least, active.filter(isPodReady).length);
      };
      using _ = pods.observe({ applied: (_pod, previous) => previous && count(), deleted: count });
      await client.patch(Deployment, metadata, { type: 'strategic', body: { spec: { template: templateOf('web:1') } } });
      await simulation.run(20);
      await simulation.converge(() => isRolledOut(simulation));
      assert.ok(most <= 4 + limits.maxSurge, `${most} pods at most`);
      assert.ok(least >= 4 - limits.maxUnavailable, `${least} pods at least`);
    });
  }
}
