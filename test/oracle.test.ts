import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasReference, replayReference } from './support/replay-reference.ts';

/** How many steps of each area were answered as upstream answers them. Only ever raised. */
const matching: Readonly<Record<string, number>> = {
  admission: 11,
  apply: 19,
  apps: 38,
  auth: 28,
  autoscaling: 13,
  batch: 15,
  core: 85,
  crd: 1,
  discovery: 41,
  lists: 35,
  metadata: 31,
  patch: 42,
  pods: 63,
  policy: 21,
  protocol: 25,
  storage: 34,
  watch: 17,
};

test('requests are answered as upstream answers them', { skip: !hasReference() && 'no recorded answers here' }, async (context) => {
  const byArea = Map.groupBy(await replayReference(), (step) => step.case.split('/')[0] ?? '');
  for (const [area, steps] of byArea) {
    await context.test(`${area}: at least ${matching[area] ?? 0} of ${steps.length}`, () => {
      const different = steps.filter(({ ok }) => !ok).map(({ step, diffs }) => `${step}\n  ${diffs.join('\n  ')}`);
      const count = steps.length - different.length;
      assert(count >= (matching[area] ?? 0), `${count} steps match:\n${different.join('\n')}`);
    });
  }
  for (const area of Object.keys(matching)) assert(byArea.has(area), `no steps of ${area} were replayed`);
});
