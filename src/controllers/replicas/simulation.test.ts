import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodActive } from '../../kinds/core/pod/readiness.ts';
import { namespace, startSimulation } from '../testing/simulation/simulation.ts';
import { seeds } from '../testing/simulation/seeds.ts';

const labels = { app: 'web' };

for (const seed of seeds(2)) {
  test(`a replica set never has more pods than it was ever told to, and ends up with what it wants (seed ${seed})`, async () => {
    await using simulation = await startSimulation({ seed, controllerNames: ['replicaset-controller'], crashes: 0.1 });
    const { client, random, truth } = simulation;
    const web = await client.create(ReplicaSet, {
      metadata: { name: 'web', namespace },
      spec: {
        replicas: 4,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } },
      },
    });
    const pods = truth.of(Pod);
    let most = 4;
    let tooMany = 0;
    using _ = pods.observe({ applied: () => (tooMany = Math.max(tooMany, pods.list(namespace).filter(isPodActive).length - most)) });
    await simulation.run(60, {
      grief: { podFails: 0.05, nodeGoes: 0.03 },
      edit: async () => {
        if (!random.chance(0.1)) return;
        const replicas = random.below(7);
        most = Math.max(most, replicas);
        await client.patch(ReplicaSet, web.metadata, { type: 'merge', body: { spec: { replicas } } });
      },
    });
    const { spec } = await client.get(ReplicaSet, web.metadata);
    await simulation.converge(async () => {
      const { status, metadata } = await client.get(ReplicaSet, web.metadata);
      const active = pods.list(namespace).filter(isPodActive);
      return (
        active.length === spec.replicas &&
        (status.readyReplicas ?? 0) === spec.replicas &&
        status.observedGeneration === metadata.generation
      );
    });
    assert.equal(tooMany, 0);
  });
}
