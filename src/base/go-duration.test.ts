import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGoDuration } from './go-duration.ts';

const spans: readonly [text: string, ms: number][] = [
  ['0', 0],
  ['-0', 0],
  ['5s', 5000],
  ['1.5h', 5_400_000],
  ['.5s', 500],
  ['1h15m30.25s', 4_530_250],
  ['-1m', -60_000],
  ['+3ms', 3],
  ['2µs', 0.002],
];
for (const [text, ms] of spans) test(`${text} is ${ms} ms`, () => assert.deepEqual(parseGoDuration(text), { ms }));

const problems: readonly [text: string, problem: string][] = [
  ['', 'time: invalid duration ""'],
  ['-', 'time: invalid duration "-"'],
  ['soon', 'time: invalid duration "soon"'],
  ['.s', 'time: invalid duration ".s"'],
  ['5', 'time: missing unit in duration "5"'],
  ['5s3', 'time: missing unit in duration "5s3"'],
  ['5 s', 'time: unknown unit " s" in duration "5 s"'],
  ['3d', 'time: unknown unit "d" in duration "3d"'],
];
for (const [text, problem] of problems)
  test(`${JSON.stringify(text)} is none: ${problem}`, () => assert.deepEqual(parseGoDuration(text), { problem }));
