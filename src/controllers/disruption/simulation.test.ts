import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodReady } from '../../kinds/core/pod/readiness.ts';
import { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts';
import { ApiError } from '../../model/errors.ts';
import { namespace, startSimulation, type Simulation } from '../testing/simulation/simulation.ts';
import { seeds } from '../testing/simulation/seeds.ts';

const labels = { app: 'web' };
const replicas = 8;
const metadata = { name: 'web', namespace };

const budgets: readonly { name: string; spec: PodDisruptionBudget['spec']; least: number }[] = [
  { name: 'at least five', spec: { selector: { matchLabels: labels }, minAvailable: 5 }, least: 5 },
  { name: 'at most two missing', spec: { selector: { matchLabels: labels }, maxUnavailable: 2 }, least: 6 },
];

/** Whether the pod was evicted, as drains of nodes do it. */
async function isEvicted({ client }: Simulation, pod: Pod): Promise<boolean> {
  try {
    await client.post(Pod, pod.metadata, 'eviction', {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: pod.metadata.name, namespace },
    });
    return true;
  } catch (error) {
    if (ApiError.is(error, 'TooManyRequests', 'NotFound', 'Conflict')) return false;
    throw error;
  }
}

for (const seed of seeds(2)) {
  for (const { name, spec, least } of budgets) {
    test(`however often pods are evicted, no more are missing than may be: ${name} (seed ${seed})`, async () => {
      await using simulation = await startSimulation({
        seed,
        controllerNames: ['replicaset-controller', 'disruption-controller'],
        crashes: 0.1,
      });
      const { client, random, truth } = simulation;
      const pods = truth.of(Pod);
      const healthy = () => pods.list(namespace).filter((pod) => isPodReady(pod) && pod.metadata.deletionTimestamp === undefined);
      const selector = { matchLabels: labels };
      const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };
      await client.create(ReplicaSet, { metadata, spec: { replicas, selector, template } });
      await client.create(PodDisruptionBudget, { metadata, spec });
      await simulation.converge(() => healthy().length === replicas);

      let evicted = 0;
      const left: number[] = [];
      await simulation.run(80, {
        edit: async () => {
          for (const pod of healthy().filter(() => random.chance(0.3))) {
            if (!(await isEvicted(simulation, pod))) continue;
            evicted++;
            left.push(healthy().length);
          }
        },
      });
      assert.ok(evicted > 5, `only ${evicted} were evicted`);
      assert.ok(Math.min(...left) >= least, `only ${Math.min(...left)} pods were left`);
      await simulation.converge(async () => {
        const { status } = await client.get(PodDisruptionBudget, metadata);
        return (
          status.currentHealthy === replicas &&
          status.desiredHealthy === least &&
          status.disruptionsAllowed === replicas - least &&
          Object.keys(status.disruptedPods ?? {}).length === 0
        );
      });
    });
  }
}
