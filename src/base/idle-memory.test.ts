import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectGarbage } from './garbage.ts';
import { IdleMemory } from './idle-memory.ts';

const use = (seconds: number, cpuMs: number, memoryBytes: number) => ({ nowMs: seconds * 1000, cpuMs, memoryBytes });

test('memory is given back once a process is idle, and again when it has grown, but not all the time', () => {
  const memory = new IdleMemory();
  const asked = [memory.isDue(use(0, 5000, 500)), memory.isDue(use(10, 9000, 600)), memory.isDue(use(20, 9100, 600))];
  memory.collected({ memoryBytes: 300, nowMs: 20_000, tookMs: 1000 });
  asked.push(memory.isDue(use(30, 9110, 700)), memory.isDue(use(700, 9900, 350)), memory.isDue(use(710, 9910, 700)));
  assert.deepEqual(asked, [false, false, true, false, false, true]);
});

test('garbage can be collected', () => {
  const held = { before: Array.from({ length: 1_000_000 }, () => 0) as number[] | undefined };
  const full = process.memoryUsage().heapUsed;
  held.before = undefined;
  collectGarbage();
  assert.ok(process.memoryUsage().heapUsed < full - 4_000_000);
});
