import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { withDeadline } from '../../base/deadline.ts';
import { identify, killAndWait, type ProcessIdentity } from './process-identity.ts';

export interface BootOptions {
  readonly logPath: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Plugs the node in and notes it down; the node ends by itself if this process ends before that. */
  readonly prepare: (init: ProcessIdentity) => Promise<void>;
  /** Resolves when the node is up. Its signal aborts when the node has ended before that. */
  readonly ready: (signal: AbortSignal) => Promise<void>;
}

const initScript = join(import.meta.dirname, 'init.sh');

/** Starts the first process of a node, which does not end with this one. When anything fails, it is killed again. */
export async function boot({ logPath, env, signal, prepare, ready }: BootOptions): Promise<ProcessIdentity> {
  await using log = await open(logPath, 'a', 0o600);
  const waiting = spawn(
    'unshare',
    ['--net', '--mount', '--propagation=slave', '--uts', '--pid', '--fork', '--kill-child=KILL', 'sh', initScript],
    { env, detached: true, stdio: ['pipe', log.fd, log.fd, 'pipe'] },
  );
  // As the list of pipes above says.
  const [go, report] = [waiting.stdio[0] as Writable, waiting.stdio[3] as Readable];
  const ended = new AbortController();
  waiting.once('error', (error) => ended.abort(error));
  waiting.once('exit', () => ended.abort(new Error('the node ended while it was starting')));
  const running = AbortSignal.any([signal, ended.signal]);
  let init: ProcessIdentity | undefined;
  try {
    // Both pipes break when the node ends early, which its exit tells better.
    go.on('error', () => {});
    init = await reported(report, running);
    await prepare(init);
    go.end('go\n');
    await ready(running);
    return init;
  } catch (error) {
    if (init) await killAndWait(init);
    else waiting.kill('SIGKILL');
    signal.throwIfAborted();
    throw new Error(`the node did not start: ${reason(error)}${await lastLines(logPath)}`, { cause: error });
  } finally {
    go.destroy();
    report.destroy();
    waiting.unref();
  }
}

async function reported(report: Readable, signal: AbortSignal): Promise<ProcessIdentity> {
  const [line] = await withDeadline(once(report, 'data', { signal }), { timeoutMs: 10_000, otherwise: 'it made no first process', signal });
  const init = await identify(Number(String(line)));
  if (!init) throw new Error('its first process ended at once');
  return init;
}

/** What made a signal abort says more than that it did. */
const reason = (error: unknown) => String(error instanceof Error && error.name === 'AbortError' ? error.cause : error);

async function lastLines(path: string): Promise<string> {
  const text = (await readFile(path, 'utf8')).trim().split('\n').slice(-10).join('\n');
  return text && `\n${text}`;
}
