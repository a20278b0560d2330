import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface NodeProcessOptions {
  /** Default: the environment of this process. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Default: pipes. */
  readonly stdio?: StdioOptions | undefined;
  /** Aborting ends the process with SIGTERM. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the process ends, killed, with the one that started it. Default true. */
  readonly endsWithStarter?: boolean | undefined;
}

/** The command line that runs another one in the namespaces of a process. It starts in the root folder. */
export const enterNamespaces = (pid: number, command: string, args: readonly string[]): string[] => [
  'nsenter',
  `--target=${pid}`,
  '--net',
  '--mount',
  '--uts',
  '--pid',
  '--',
  command,
  ...args,
];

/**
 * Starts a process in the namespaces of another. Entering a process namespace takes a process that stays outside and waits:
 * that is the child here, and signals sent with `kill()` go to the one it waits for. Output and exit code are that one's.
 */
export function spawnInNamespaces(pid: number, command: string, args: readonly string[], options: NodeProcessOptions = {}): ChildProcess {
  const { env = process.env, stdio = 'pipe', signal, endsWithStarter = true } = options;
  // The inner one ends with the one that waits for it, and that one, if wanted, with this process.
  const inner = enterNamespaces(pid, 'setpriv', ['--pdeathsig', 'KILL', '--', command, ...args]);
  const [program = '', ...rest] = endsWithStarter ? ['setpriv', '--pdeathsig', 'KILL', '--', ...inner] : inner;
  const child = spawn(program, rest, { env, stdio, detached: !endsWithStarter });
  const killOuter = child.kill.bind(child);
  child.kill = (number) => {
    const waitedFor = child.pid === undefined ? undefined : onlyChild(child.pid);
    if (waitedFor === undefined) return killOuter(number);
    try {
      return process.kill(waitedFor, number);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
      throw error;
    }
  };
  const abort = () => child.kill();
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  child.once('close', () => signal?.removeEventListener('abort', abort));
  return child;
}

function onlyChild(pid: number): number | undefined {
  try {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    return child ? Number(child) : undefined;
  } catch {
    // It has ended.
    return undefined;
  }
}
