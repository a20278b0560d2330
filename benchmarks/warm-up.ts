// How long `kubets up` takes until its node is ready: the first time, and on data that is there already. Needs root.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, record, round } from './history.ts';

const rounds = 5;
const kubets = fileURLToPath(new URL('../kubets', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'kubets-bench-'));
const cluster = ['--name', `bench-${process.pid % 10_000}`, '--data-dir', folder];
const env = { ...process.env, KUBECONFIG: join(folder, 'kubeconfig') };
try {
  const coldMs = await upOnce();
  const times: number[] = [];
  for (let number = 0; number < rounds; number++) times.push(await upOnce());
  record('warm-up', {
    coldMs: round(coldMs),
    medianMs: round(median(times)),
    minMs: round(Math.min(...times)),
    maxMs: round(Math.max(...times)),
    rounds,
  });
} finally {
  await once(spawn(kubets, ['down', '--delete', ...cluster], { env, stdio: 'ignore' }), 'exit');
  await rm(folder, { recursive: true, force: true });
}

/** From the start of the command to the line that says the node is ready; stops the cluster again. */
async function upOnce(): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(kubets, ['up', '--secure-port', '0', ...cluster], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let readyMs = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (/^node .* ready/.test(line)) readyMs = performance.now() - startedMs;
    if (line.startsWith('The cluster is ready')) child.kill('SIGINT');
  }
  await ended;
  if (readyMs === 0) throw new Error('the node did not become ready');
  return readyMs;
}
