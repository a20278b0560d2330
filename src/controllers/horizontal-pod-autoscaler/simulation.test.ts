import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplicaSet } from '../../kinds/apps/replica-set/index.ts';
import { HorizontalPodAutoscaler } from '../../kinds/autoscaling/horizontal-pod-autoscaler/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodReady } from '../../kinds/core/pod/readiness.ts';
import { formatTime } from '../../model/timestamp.ts';
import { namespace, startSimulation, type Simulation } from '../testing/simulation/simulation.ts';
import { seeds } from '../testing/simulation/seeds.ts';

const labels = { app: 'web' };
const metadata = { name: 'web', namespace };
const [min, max] = [2, 10];
const milliPerPod = 100;

/** What the metrics server would say if the load were spread over the pods that are ready. */
function metrics({ truth, clock }: Simulation, loadMilli: number): object {
  const pods = truth.of(Pod).list(namespace).filter(isPodReady);
  const usage = { cpu: `${Math.round(loadMilli / Math.max(1, pods.length))}m` };
  return {
    items: pods.map(({ metadata: { name } }) => ({
      metadata: { name },
      timestamp: formatTime(clock.now()),
      window: '30s',
      containers: [{ name: 'web', usage }],
    })),
  };
}

/** Whether so many pods are right for the load, as far as an autoscaler cares. */
function isRight(replicas: number, loadMilli: number): boolean {
  const ratio = loadMilli / (replicas * milliPerPod);
  return (
    Math.abs(ratio - 1) <= 0.1 ||
    (ratio < 1 && replicas === min) ||
    (ratio > 1 && replicas === max) ||
    Math.ceil(ratio * replicas) === replicas
  );
}

for (const seed of seeds(2)) {
  test(`an autoscaler follows the load within its bounds, and not in leaps (seed ${seed})`, async () => {
    let loadMilli = 300;
    let simulated: Simulation | undefined;
    await using simulation = await startSimulation({
      seed,
      controllerNames: ['replicaset-controller', 'horizontal-pod-autoscaler-controller'],
      crashes: 0.05,
      answer: (path) => (path.startsWith('/apis/metrics.k8s.io/') && simulated ? metrics(simulated, loadMilli) : undefined),
    });
    simulated = simulation;
    const { client, random, truth } = simulation;
    const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };
    await client.create(ReplicaSet, { metadata, spec: { replicas: 3, selector: { matchLabels: labels }, template } });
    await client.create(HorizontalPodAutoscaler, {
      metadata,
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web' },
        minReplicas: min,
        maxReplicas: max,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: `${milliPerPod}m` } } }],
      },
    });
    const sizes: number[] = [];
    using _ = truth.of(ReplicaSet).observe({
      applied: ({ spec: { replicas = 0 } }) => {
        if (sizes.at(-1) !== replicas) sizes.push(replicas);
      },
    });
    await simulation.run(200, {
      grief: { podFails: 0.01, nodeGoes: 0 },
      edit: async () => {
        if (random.chance(0.05)) loadMilli = 50 + random.below(1200);
      },
    });
    await simulation.converge(
      async () => {
        const { spec, status } = await client.get(ReplicaSet, metadata);
        return (status.readyReplicas ?? 0) === spec.replicas && isRight(spec.replicas ?? 0, loadMilli);
      },
      { withinMoves: 2000, describe: () => ({ loadMilli, sizes }) },
    );
    assert.ok(
      sizes.every((size) => size >= min && size <= max),
      sizes.join(),
    );
    // By default it doubles, or adds four, in a quarter of a minute: one look at the metrics.
    for (const [index, size] of sizes.entries()) {
      const before = sizes[index - 1] ?? size;
      assert.ok(size <= Math.max(before * 2, before + 4), sizes.join());
    }
    assert.ok(sizes.length > 2, `it only had ${sizes.join()}`);
  });
}
