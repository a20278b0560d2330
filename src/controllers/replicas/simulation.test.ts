import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Client } from '../../client/client.ts';
import { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodActive } from '../../kinds/core/pod/readiness.ts';
import { ReplicationController } from '../../kinds/core/replication-controller/index.ts';
import { namespace, startSimulation } from '../testing/simulation/simulation.ts';
import { seeds } from '../testing/simulation/seeds.ts';

const labels = { app: 'web' };
const metadata = { name: 'web', namespace };
const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };

/** What the two kinds differ in. */
const kinds = [
  {
    controller: 'replicaset-controller',
    kind: ReplicaSet,
    create: (client: Client) => client.create(ReplicaSet, { metadata, spec: { replicas: 4, selector: { matchLabels: labels }, template } }),
    get: (client: Client) => client.get(ReplicaSet, metadata),
    resize: (client: Client, replicas: number) => client.patch(ReplicaSet, metadata, { type: 'merge', body: { spec: { replicas } } }),
  },
  {
    controller: 'replicationcontroller-controller',
    kind: ReplicationController,
    create: (client: Client) => client.create(ReplicationController, { metadata, spec: { replicas: 4, selector: labels, template } }),
    get: (client: Client) => client.get(ReplicationController, metadata),
    resize: (client: Client, replicas: number) =>
      client.patch(ReplicationController, metadata, { type: 'merge', body: { spec: { replicas } } }),
  },
];

for (const { controller, kind, create, get, resize } of kinds) {
  for (const seed of seeds(2)) {
    test(`a ${kind.kind} never has more pods than it was ever told to, and ends up with what it wants (seed ${seed})`, async () => {
      await using simulation = await startSimulation({ seed, controllerNames: [controller], crashes: 0.1 });
      const { client, random, truth } = simulation;
      await create(client);
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
          await resize(client, replicas);
        },
      });
      const { spec } = await get(client);
      await simulation.converge(async () => {
        const { status, metadata: now } = await get(client);
        const active = pods.list(namespace).filter(isPodActive);
        return (
          active.length === spec.replicas && (status.readyReplicas ?? 0) === spec.replicas && status.observedGeneration === now.generation
        );
      });
      assert.equal(tooMany, 0);
    });
  }
}
