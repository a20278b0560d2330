import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logOptions } from './log-options.ts';

const nowMs = Date.UTC(2026, 0, 1, 12);

const optionsOf = (query: string) => logOptions(new URLSearchParams(query), nowMs);

test('the query says what of a log is wanted', () => {
  const usual = {
    follow: false,
    previous: false,
    timestamps: false,
    tailLines: undefined,
    limitBytes: undefined,
    sinceMs: undefined,
    streams: new Set(['stdout', 'stderr']),
  };
  for (const [query, expected] of [
    ['', {}],
    ['follow=true&previous=false&timestamps=1', { follow: true, timestamps: true }],
    ['tailLines=5&limitBytes=10', { tailLines: 5, limitBytes: 10 }],
    ['tailLines=0', { tailLines: 0 }],
    ['tail=3', { tailLines: 3 }],
    ['tail=all', {}],
    ['sinceSeconds=60', { sinceMs: nowMs - 60_000 }],
    ['sinceTime=2026-01-01T11:00:00Z', { sinceMs: nowMs - 3600_000 }],
    ['stream=Stderr', { streams: new Set(['stderr']) }],
  ] as const) {
    assert.deepEqual(optionsOf(query), { type: 'options', options: { ...usual, ...expected } }, query);
  }
});

test('what a log cannot be asked for is refused', () => {
  for (const query of ['tailLines=x', 'limitBytes=1.5', 'sinceTime=yesterday', 'sinceSeconds=soon']) {
    assert.deepEqual(optionsOf(query), { type: 'undecodable' }, query);
  }
  const both = 'sinceSeconds=1&sinceTime=2026-01-01T11:00:00Z';
  for (const query of ['tailLines=-1', 'limitBytes=0', 'sinceSeconds=0', both, 'stream=Both', 'stream=Stdout&tailLines=1']) {
    assert.deepEqual(optionsOf(query), { type: 'invalid' }, query);
  }
});
