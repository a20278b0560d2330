// How long `kubets apiserver` takes from being started to being ready, on a data folder that is there already.
// usage: node benchmarks/warm-start.ts [--pods 14000]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/base/clock.ts';
import { median, record, round } from './history.ts';
import { fill } from './server/cases.ts';
import { startServer } from './server/start-server.ts';

const { values } = parseArgs({ options: { pods: { type: 'string', default: '0' } } });
const pods = Number(values.pods);
const rounds = 7;
const kubets = fileURLToPath(new URL('../kubets', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'kubets-bench-'));
try {
  await prepare();
  await startOnce();
  const times: number[] = [];
  for (let number = 0; number < rounds; number++) times.push(await startOnce());
  record('warm-start', {
    pods,
    medianMs: round(median(times)),
    minMs: round(Math.min(...times)),
    maxMs: round(Math.max(...times)),
    rounds,
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function prepare(): Promise<void> {
  if (pods === 0) return;
  await using server = await startServer({ root: fileURLToPath(new URL('..', import.meta.url)), dataDir: folder });
  await fill(server, pods);
}

async function startOnce(): Promise<number> {
  const port = await freePort();
  const startedMs = performance.now();
  const child = spawn(kubets, ['apiserver', '--data-dir', folder, '--bind-address', '127.0.0.1', '--secure-port', String(port)], {
    stdio: 'ignore',
  });
  while (!(await isReady(port))) await systemClock.sleep(5);
  const tookMs = performance.now() - startedMs;
  child.kill('SIGTERM');
  await once(child, 'exit');
  return tookMs;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    // Only asks whether it answers, with nothing secret in either direction.
    const request = get({ host: '127.0.0.1', port, path: '/readyz', rejectUnauthorized: false, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });
}
