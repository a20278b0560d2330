import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** A part of a cluster that runs alone, as a process. */
export interface PartProcess extends AsyncDisposable {
  /** What it has written. */
  readonly log: () => string;
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Resolves once it has ended, with its exit code. */
  readonly ended: Promise<number | null>;
  /** Asks it to end, waits, and tells how it ended. */
  stop(): Promise<number | null>;
}

export const startPart = (args: readonly string[], options: { env?: NodeJS.ProcessEnv } = {}): PartProcess =>
  startScript(main, args, options);

/** A program of the tests' own. */
export function startScript(path: string, args: readonly string[], { env = process.env }: { env?: NodeJS.ProcessEnv } = {}): PartProcess {
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  let log = '';
  for (const output of [child.stdout, child.stderr]) output.setEncoding('utf8').on('data', (text: string) => (log += text));
  const stop = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    log: () => log,
    ended,
    kill: async () => void (await stop('SIGKILL')),
    stop: () => stop('SIGTERM'),
    [Symbol.asyncDispose]: async () => void (await stop('SIGTERM')),
  };
}
