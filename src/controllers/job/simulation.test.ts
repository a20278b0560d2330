import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJobFinished } from '../../kinds/batch/job/conditions.ts';
import { Job } from '../../kinds/batch/job/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodActive, isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import { namespace, startSimulation, type Simulation } from '../testing/simulation/simulation.ts';
import { seeds } from '../testing/simulation/seeds.ts';
import { anyIndexOf, isTracked } from './pods.ts';

const completions = 6;
const parallelism = 3;

const make = ({ client }: Simulation, spec: Partial<Job['spec']>): Promise<Job> =>
  client.create(Job, {
    metadata: { name: 'sum', namespace },
    spec: {
      completions,
      parallelism,
      backoffLimit: 1000,
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'sum', image: 'sum:1' }] } },
      ...spec,
    },
  });

/** Tells of two pods of one index, and of more than may work at once. */
function watchPods({ truth }: Simulation): { readonly problems: Set<string> } & Disposable {
  const pods = truth.of(Pod);
  const problems = new Set<string>();
  const observer = pods.observe({
    applied: (pod) => {
      const active = pods.list(namespace).filter(isPodActive);
      const index = anyIndexOf(pod);
      if (active.length > parallelism) problems.add(`${active.length} pods at once`);
      if (index !== undefined && active.filter((other) => anyIndexOf(other) === index).length > 1) problems.add(`index ${index} twice`);
    },
  });
  return { problems, [Symbol.dispose]: () => observer[Symbol.dispose]() };
}

async function finishedJob(simulation: Simulation): Promise<Job> {
  const { client } = simulation;
  await simulation.converge(async () => isJobFinished(await client.get(Job, { name: 'sum', namespace })), {
    withinMoves: 3000,
    describe: () => simulation.truth.of(Job).list(namespace),
  });
  await simulation.converge(async () => (await client.list(Pod, { namespace })).items.every((pod) => !isTracked(pod)));
  return client.get(Job, { name: 'sum', namespace });
}

const ended = ({ world }: Simulation, phase: string): number => [...world.ended.values()].filter((each) => each === phase).length;

const modes: readonly Partial<Job['spec']>[] = [
  { completionMode: 'NonIndexed' },
  { completionMode: 'Indexed' },
  { completionMode: 'Indexed', backoffLimitPerIndex: 1000 },
  { completionMode: 'Indexed', podReplacementPolicy: 'Failed' },
];

for (const seed of seeds(1)) {
  for (const mode of modes) {
    test(`a job counts each pod once and works on nothing twice (seed ${seed}, ${JSON.stringify(mode)})`, async () => {
      await using simulation = await startSimulation({ seed, controllerNames: ['job-controller'], crashes: 0.1, completes: true });
      const { client, random } = simulation;
      using watched = watchPods(simulation);
      await make(simulation, mode);
      await simulation.run(40, {
        grief: { podFails: 0.05, nodeGoes: 0.03 },
        edit: async () => {
          const victim = random.chance(0.1) ? random.pick((await client.list(Pod, { namespace })).items) : undefined;
          if (!victim) return;
          await client.delete(Pod, victim.metadata);
          if (!isPodTerminal(victim)) simulation.world.ended.set(victim.metadata.uid, 'Failed');
        },
      });
      const { status } = await finishedJob(simulation);
      assert.deepEqual([...watched.problems], []);
      assert.equal(status.succeeded, completions);
      assert.equal(status.completedIndexes, mode.completionMode === 'Indexed' ? '0-5' : undefined);
      if (mode.completionMode === 'NonIndexed') assert.equal(ended(simulation, 'Succeeded'), completions);
      assert.equal(status.failed ?? 0, ended(simulation, 'Failed'));
      assert.deepEqual(status.uncountedTerminatedPods ?? {}, {});
      assert.equal(status.active ?? 0, 0);
    });
  }

  test(`a job that is suspended and resumed is done in the end (seed ${seed})`, async () => {
    await using simulation = await startSimulation({ seed, controllerNames: ['job-controller'], crashes: 0.1, completes: true });
    const { client, random } = simulation;
    using watched = watchPods(simulation);
    const { metadata } = await make(simulation, { completionMode: 'Indexed' });
    let suspend = false;
    await simulation.run(40, {
      grief: { podFails: 0.02, nodeGoes: 0.02 },
      edit: async () => {
        if (!random.chance(0.15) || isJobFinished(await client.get(Job, metadata))) return;
        suspend = !suspend;
        await client.patch(Job, metadata, { type: 'merge', body: { spec: { suspend } } });
      },
    });
    if (!isJobFinished(await client.get(Job, metadata)))
      await client.patch(Job, metadata, { type: 'merge', body: { spec: { suspend: false } } });
    const { status } = await finishedJob(simulation);
    assert.deepEqual([...watched.problems], []);
    assert.equal(status.completedIndexes, '0-5');
  });
}
