import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ControllerRevision } from '../../kinds/apps/controller-revision.ts';
import { StatefulSet } from '../../kinds/apps/stateful-set/index.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodActive, isPodReady } from '../../kinds/core/pod/readiness.ts';
import { controllerOf } from '../../model/owner-references.ts';
import { claimTemplate } from '../testing/builders.ts';
import { namespace, startSimulation, type Simulation } from '../testing/simulation/simulation.ts';
import { seeds } from '../testing/simulation/seeds.ts';
import { ordinalOf } from './ordinal.ts';

const labels = { app: 'db' };
const templateOf = (image: string) => ({ metadata: { labels }, spec: { containers: [{ name: 'db', image }] } });

const make = ({ client }: Simulation, podManagementPolicy: 'OrderedReady' | 'Parallel'): Promise<StatefulSet> =>
  client.create(StatefulSet, {
    metadata: { name: 'db', namespace },
    spec: {
      replicas: 3,
      serviceName: 'db',
      podManagementPolicy,
      selector: { matchLabels: labels },
      template: templateOf('db:0'),
      volumeClaimTemplates: [claimTemplate('data')],
    },
  });

/** All wanted pods of the newest template are ready, and the status says so. */
async function isRolledOut({ client }: Simulation): Promise<boolean> {
  const { spec, status, metadata } = await client.get(StatefulSet, { name: 'db', namespace });
  const { items } = await client.list(Pod, { namespace });
  const image = spec.template.spec?.containers[0]?.image;
  const pods = items.filter((pod) => isPodActive(pod) && isPodReady(pod) && pod.spec.containers[0]?.image === image);
  return (
    items.length === spec.replicas &&
    pods.length === spec.replicas &&
    status.observedGeneration === metadata.generation &&
    (status.readyReplicas ?? 0) === spec.replicas &&
    (status.updatedReplicas ?? 0) === spec.replicas &&
    status.currentRevision === status.updateRevision
  );
}

async function checkEnd({ client }: Simulation): Promise<void> {
  const { spec, metadata } = await client.get(StatefulSet, { name: 'db', namespace });
  const { items: pods } = await client.list(Pod, { namespace });
  assert.deepEqual(
    pods.map(ordinalOf).toSorted((a, b) => a - b),
    Array.from({ length: spec.replicas ?? 0 }, (_, index) => index),
  );
  assert.ok(pods.every((pod) => controllerOf(pod)?.uid === metadata.uid));
  const { items: claims } = await client.list(PersistentVolumeClaim, { namespace });
  for (const pod of pods) assert.ok(claims.some((claim) => claim.metadata.name === `data-${pod.metadata.name}`));
  const { items: revisions } = await client.list(ControllerRevision, { namespace });
  assert.equal(new Set(revisions.map(({ revision }) => revision)).size, revisions.length);
}

for (const seed of seeds(1)) {
  test(`a stateful set under failures, edits and crashes ends up with one pod an ordinal (seed ${seed})`, async () => {
    await using simulation = await startSimulation({ seed, controllerNames: ['statefulset-controller'], crashes: 0.1 });
    const { client, random } = simulation;
    const { metadata } = await make(simulation, random.chance(0.5) ? 'Parallel' : 'OrderedReady');
    let version = 0;
    await simulation.run(80, {
      grief: { podFails: 0.03, nodeGoes: 0.02 },
      edit: async () => {
        if (!random.chance(0.08)) return;
        const spec = random.chance(0.5) ? { replicas: random.below(6) } : { template: templateOf(`db:${++version}`) };
        await client.patch(StatefulSet, metadata, { type: 'strategic', body: { spec } });
      },
    });
    await simulation.converge(() => isRolledOut(simulation));
    await checkEnd(simulation);
  });

  test(`an ordered stateful set left in peace makes pods in order and misses one at most (seed ${seed})`, async () => {
    await using simulation = await startSimulation({ seed, controllerNames: ['statefulset-controller'], crashes: 0.1 });
    const { client, truth } = simulation;
    const problems: string[] = [];
    const pods = truth.of(Pod);
    const unready = () => pods.list(namespace).filter((pod) => !isPodActive(pod) || !isPodReady(pod)).length;
    let isComplete = false;
    using _ = pods.observe({
      applied: (pod, previous) => {
        const before = pods.list(namespace).filter((other) => ordinalOf(other) < ordinalOf(pod));
        const isInOrder = before.length === ordinalOf(pod) && before.every((other) => isPodActive(other) && isPodReady(other));
        if (!previous && !isInOrder) problems.push(`${pod.metadata.name} was made too early`);
        if (isComplete && unready() > 1) problems.push(`${unready()} pods are missing`);
      },
    });
    const { metadata } = await make(simulation, 'OrderedReady');
    await simulation.converge(() => isRolledOut(simulation));
    isComplete = true;
    await client.patch(StatefulSet, metadata, { type: 'strategic', body: { spec: { template: templateOf('db:1') } } });
    await simulation.run(30);
    await simulation.converge(() => isRolledOut(simulation));
    await checkEnd(simulation);
    assert.deepEqual(problems, []);
  });
}
