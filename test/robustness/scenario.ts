import assert from 'node:assert/strict';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { randomBelow } from '../../src/base/random.ts';
import { until } from '../support/until.ts';
import { isLinearizable } from './linearizable.ts';
import type { Target } from './targets.ts';
import { watchProblems } from './watch-guarantees.ts';
import { Watcher } from './watcher.ts';
import { namespace, Recorder, work } from './workload.ts';

const clientsPerServer = 4;
const keysPerRound = 5;
const watchersPerServer = 2;
/** So many answers come before a fault and after it. */
const calmAnswers = 60;

export interface ScenarioOptions {
  /** How many faults, one after the other, while clients work and watchers watch. */
  readonly faults: number;
  readonly say?: (line: string) => void;
}

export interface ScenarioResult {
  readonly operations: number;
  readonly withoutAnswer: number;
  readonly events: number;
}

/** Lets faults befall a target, and fails unless what everybody saw is as a cluster's store promises. */
export async function robustness(target: Target, { faults, say = () => {} }: ScenarioOptions): Promise<ScenarioResult> {
  const recorder = new Recorder();
  const stopping = new AbortController();
  const watchers: Watcher[] = [];
  const watching: Promise<void>[] = [];
  for (const client of target.clients) {
    for (let count = 0; count < watchersPerServer; count++) {
      const watcher = await Watcher.begin({ client });
      watchers.push(watcher);
      watching.push(watcher.run({ client, signal: stopping.signal }));
    }
  }
  try {
    for (let round = 0; round < faults; round++) {
      const fault = target.faults[randomBelow(target.faults.length)];
      if (!fault) throw new Error('nothing can befall this target');
      await oneRound(target, { round, recorder, inflict: () => fault.inflict() });
      say(`${round + 1}/${faults} ${fault.name}: ${recorder.operations.length} operations so far`);
    }
    // Whoever has heard of this has heard of everything.
    const last = await until('writing works again', () =>
      target.clients[0]?.().create(ConfigMap, { metadata: { name: `last-${randomBelow(1e9)}`, namespace }, data: { value: 'last' } }),
    );
    await until('all watchers have heard of everything', () =>
      watchers.every((watcher) => watcher.last >= Number(last.metadata.resourceVersion)),
    );
  } finally {
    stopping.abort();
    await Promise.all(watching);
  }
  const byKey = Map.groupBy(recorder.operations, ({ key }) => key);
  for (const [key, operations] of byKey) assert(isLinearizable(operations), `${key}: ${JSON.stringify(operations)}`);
  assert.deepEqual(watchProblems(watchers, recorder), []);
  return {
    operations: recorder.operations.length,
    withoutAnswer: recorder.operations.filter(({ answer }) => !answer).length,
    events: watchers.reduce((sum, { told }) => sum + told.length, 0),
  };
}

interface RoundOptions {
  readonly round: number;
  readonly recorder: Recorder;
  readonly inflict: () => Promise<void>;
}

/** One fault in the midst of work on keys of its own, so that histories stay short. */
async function oneRound({ clients }: Target, { round, recorder, inflict }: RoundOptions): Promise<void> {
  const ended = new AbortController();
  const keys = Array.from({ length: keysPerRound }, (_, index) => `r${round}-k${index}`);
  const working = clients.flatMap((client, server) =>
    Array.from({ length: clientsPerServer }, (_, index) =>
      work({ client, keys, recorder, name: `r${round}-s${server}-c${index}`, signal: ended.signal }),
    ),
  );
  try {
    await calm(recorder);
    await inflict();
    await calm(recorder);
  } finally {
    ended.abort();
  }
  await Promise.all(working);
}

function calm({ operations }: Recorder): Promise<unknown> {
  const before = operations.length;
  return until('clients are answered', () => operations.slice(before).filter(({ answer }) => answer).length >= calmAnswers, {
    everyMs: 20,
  });
}
