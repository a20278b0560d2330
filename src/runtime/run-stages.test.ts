import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import type { Component } from './component.ts';
import { runStages } from './run-stages.ts';

function stageRecorder() {
  const events: string[] = [];
  const component = (name: string): Component => ({
    name,
    async run(signal) {
      events.push(`start ${name}`);
      await systemClock.sleep(60_000, signal);
      events.push(`stop ${name}`);
    },
  });
  return { events, component };
}

test('stages stop in the reverse order of their start', async () => {
  const { events, component } = stageRecorder();
  const stopping = new AbortController();
  const last: Component = { ...component('controllers'), ready: async () => stopping.abort() };
  await runStages([[component('store')], [component('api')], [last]], stopping.signal);
  assert.deepEqual(events, ['start store', 'start api', 'start controllers', 'stop controllers', 'stop api', 'stop store']);
});

test('a stage starts only when the one before it is ready', async () => {
  const { events, component } = stageRecorder();
  const stopping = new AbortController();
  const { promise: ready, resolve: becomeReady } = Promise.withResolvers<void>();
  const stopped = runStages([[{ ...component('api'), ready: () => ready }], [component('controllers')]], stopping.signal);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(events, ['start api']);
  becomeReady();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(events, ['start api', 'start controllers']);
  stopping.abort();
  await stopped;
});

test('a failing component stops the rest and is named', async () => {
  const { events, component } = stageRecorder();
  const broken: Component = { name: 'scheduler', run: () => Promise.reject(new Error('boom')) };
  await assert.rejects(runStages([[component('store')], [broken]], new AbortController().signal), /scheduler failed/);
  assert.deepEqual(events, ['start store', 'stop store']);
});

test('a component that ends by itself is a failure, too', async () => {
  const { component } = stageRecorder();
  const ended: Component = { name: 'scheduler', run: () => Promise.resolve() };
  await assert.rejects(runStages([[component('store')], [ended]], new AbortController().signal), /scheduler ended by itself/);
});
