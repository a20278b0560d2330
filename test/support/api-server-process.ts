import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/base/clock.ts';
import type { Client } from '../../src/client/client.ts';
import { createClient } from '../../src/client/create-client.ts';
import { httpTransport } from '../../src/client/http/http-transport.ts';
import { clusterAccess, type ClusterAccess } from '../../src/client/kubeconfig/access.ts';
import { loadKubeconfigFile } from '../../src/client/kubeconfig/load.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const startMs = 30_000;

/** `kubets apiserver` as a process of its own, on a folder that can outlive it. */
export interface ApiServerProcess extends AsyncDisposable {
  readonly port: number;
  readonly kubeconfig: string;
  readonly access: ClusterAccess;
  readonly client: Client;
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
  /** To make it pause and go on. */
  signal(signal: NodeJS.Signals): void;
  /** Asks it to end, waits, and tells how it ended. */
  stop(): Promise<number | null>;
  /** Resolves once it has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
}

export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'kubets-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export async function startApiServerProcess({
  dataDir,
  flags = [],
  command = [],
  env = process.env,
}: {
  dataDir: string;
  flags?: readonly string[];
  /** What comes before it, and becomes it. */
  command?: readonly string[];
  env?: NodeJS.ProcessEnv;
}): Promise<ApiServerProcess> {
  const kubeconfig = join(dataDir, 'kubeconfig');
  const args = [
    'apiserver',
    '--data-dir',
    join(dataDir, 'data'),
    '--bind-address',
    '127.0.0.1',
    '--secure-port',
    '0',
    '--write-kubeconfig',
    kubeconfig,
    ...flags,
  ];
  const [program = '', ...rest] = [...command, process.execPath, main, ...args];
  const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'pipe'], env });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  try {
    const port = await readyPort(child);
    const access = await clusterAccess(await loadKubeconfigFile(kubeconfig));
    const transport = httpTransport({ access, clock: systemClock });
    const stop = async (signal: NodeJS.Signals) => {
      child.kill(signal);
      const code = await ended;
      await transport[Symbol.asyncDispose]();
      return code;
    };
    return {
      port,
      kubeconfig,
      access,
      client: createClient({ transport, userAgent: 'test', clock: systemClock }),
      kill: async () => void (await stop('SIGKILL')),
      signal: (signal) => void child.kill(signal),
      stop: () => stop('SIGTERM'),
      ended,
      [Symbol.asyncDispose]: async () => void (await stop('SIGTERM')),
    };
  } catch (error) {
    child.kill('SIGKILL');
    await ended;
    throw error;
  }
}

/** The port from the line by which the server says that it is ready. */
async function readyPort(child: ChildProcess): Promise<number> {
  const lines: string[] = [];
  const tooLate = AbortSignal.timeout(startMs);
  if (!child.stderr) throw new Error('the process has no standard error');
  const reader = createInterface({ input: child.stderr, signal: tooLate });
  for await (const line of reader) {
    lines.push(line);
    if (!line.includes('API server is ready')) continue;
    child.stderr.resume();
    return (JSON.parse(line) as { port: number }).port;
  }
  throw new Error(`the API server did not start: ${lines.join('\n')}`);
}
