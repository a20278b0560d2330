import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../../base/clock.ts';
import { LogFile } from './log-file.ts';
import { readLog, type ReadLogOptions } from './read-log.ts';

const time = (second: number) => `2026-01-01T00:00:0${second}.5Z`;
const line = (second: number, text: string, { stream = 'stdout', tag = 'F' } = {}) => `${time(second)} ${stream} ${tag} ${text}\n`;

async function logFile(t: { after(done: () => Promise<void>): void }, content: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'kubets-log-'));
  t.after(() => rm(directory, { recursive: true }));
  const path = join(directory, '0.log');
  await writeFile(path, content);
  return path;
}

const usual: ReadLogOptions = {
  follow: false,
  timestamps: false,
  streams: new Set(['stdout', 'stderr']),
  isRunning: () => false,
  clock: systemClock,
  signal: AbortSignal.timeout(20_000),
};

async function read(path: string, options: Partial<ReadLogOptions> = {}): Promise<string> {
  await using file = await LogFile.open(path, options);
  const parts: Uint8Array[] = [];
  for await (const part of readLog(file, { ...usual, ...options })) parts.push(part);
  return Buffer.concat(parts).toString();
}

test('a log is shown as it was asked for', async (t) => {
  const path = await logFile(
    t,
    [
      line(1, 'one'),
      line(2, 'two-', { tag: 'P' }),
      line(3, 'halves'),
      line(4, 'error', { stream: 'stderr' }),
      'not a line of a log\n',
      line(5, 'last'),
      `${time(6)} stdout F not ended`,
    ].join(''),
  );
  const whole = 'one\ntwo-halves\nerror\nlast\nnot ended';
  for (const [options, expected] of [
    [{}, whole],
    [{ streams: new Set(['stderr'] as const) }, 'error\n'],
    [{ streams: new Set(['stdout'] as const) }, 'one\ntwo-halves\nlast\nnot ended'],
    [{ limitBytes: 6 }, 'one\ntw'],
    [{ limitBytes: 1000 }, whole],
    [{ sinceMs: Date.parse(time(4)) }, 'error\nlast\nnot ended'],
    [{ tailLines: 0 }, ''],
    [{ tailLines: 1 }, 'last\n'],
    [{ tailLines: 100 }, whole],
    [{ tailLines: 0, follow: true }, ''],
    [{ tailLines: 1, follow: true }, 'last\n'],
    [
      { timestamps: true, streams: new Set(['stdout'] as const), sinceMs: Date.parse(time(2)) },
      `2026-01-01T00:00:02.500000000Z two-halves\n2026-01-01T00:00:05.500000000Z last\n2026-01-01T00:00:06.500000000Z not ended`,
    ],
  ] as const) {
    assert.equal(await read(path, options), expected, JSON.stringify(options));
  }
});

test('the last lines are found in files of any size', async (t) => {
  const lines = Array.from({ length: 3000 }, (_, index) => line(1, `${index} ${'x'.repeat(index % 50)}`));
  const path = await logFile(t, lines.join(''));
  for (const tailLines of [1, 7, 500, 2999, 3000, 3001]) {
    const shown = await read(path, { tailLines });
    assert.equal(shown.split('\n').length - 1, Math.min(tailLines, 3000));
    assert.ok(shown.startsWith(`${Math.max(0, 3000 - tailLines)} `));
  }
});

/** Reads until the text is complete, or time is up. */
async function readUntil(parts: AsyncGenerator<Uint8Array>, length: number): Promise<string> {
  let text = '';
  while (text.length < length) {
    const { done, value } = await parts.next();
    if (done) break;
    text += Buffer.from(value).toString();
  }
  return text;
}

test('a log is followed while it grows and is replaced, until the container has ended', async (t) => {
  const path = await logFile(t, line(1, 'one'));
  let running = true;
  const link = `${path}.link`;
  await symlink(path, link);
  await using file = await LogFile.open(link);
  const parts = readLog(file, { ...usual, follow: true, isRunning: () => running });
  assert.equal(await readUntil(parts, 4), 'one\n');

  await appendFile(path, line(2, 'two').slice(0, 30));
  await appendFile(path, line(2, 'two').slice(30));
  assert.equal(await readUntil(parts, 4), 'two\n');

  // As the kubelet rotates: the runtime writes on to the old file until it is told to open a new one.
  await rename(path, `${path}.old`);
  await appendFile(`${path}.old`, line(3, 'three'));
  assert.equal(await readUntil(parts, 6), 'three\n');
  await appendFile(`${path}.old`, line(4, 'four'));
  await writeFile(path, line(5, 'five'));
  assert.equal(await readUntil(parts, 10), 'four\nfive\n');

  await appendFile(path, line(6, 'six'));
  running = false;
  assert.equal(await readUntil(parts, 100), 'six\n');
});

test('following ends when the reader goes away', async (t) => {
  const path = await logFile(t, line(1, 'one'));
  const stop = new AbortController();
  await using file = await LogFile.open(path);
  const parts = readLog(file, { ...usual, follow: true, isRunning: () => true, signal: stop.signal });
  assert.equal(await readUntil(parts, 4), 'one\n');
  const end = parts.next();
  stop.abort();
  assert.equal((await end).done, true);
});
