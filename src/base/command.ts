import { execFile } from 'node:child_process';

export interface CommandOptions {
  /** Aborting kills the command. */
  readonly signal?: AbortSignal | undefined;
  /** After this the command is killed. Default 30 s. */
  readonly timeoutMs?: number | undefined;
  /** Written to its standard input, which is empty otherwise. */
  readonly input?: string | Uint8Array | undefined;
  readonly cwd?: string | undefined;
  /** Default: the environment of this process. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** More output than this is a failure. Default 16 MiB. */
  readonly outputLimitBytes?: number | undefined;
}

/** A command that could not be started, ended with another code than 0, was killed, or took too long. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: number | string | undefined;
  readonly stderr: string;

  constructor(message: string, { code, stderr, cause }: { code: number | string | undefined; stderr: string; cause: unknown }) {
    super(message, { cause });
    this.code = code;
    this.stderr = stderr;
  }
}

/** Runs a command to its end and gives what it wrote to standard output. Arguments are passed as they are: there is no shell. */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { signal, timeoutMs = 30_000, input = '', cwd, env, outputLimitBytes = 16 << 20 } = options;
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      args,
      { cwd, env, timeout: timeoutMs, maxBuffer: outputLimitBytes, killSignal: 'SIGKILL', encoding: 'utf8' },
      (error, stdout, stderr) => {
        signal?.removeEventListener('abort', kill);
        if (signal?.aborted) return reject(signal.reason);
        if (!error) return resolve(stdout);
        const why = error.killed ? `was killed after ${timeoutMs} ms` : (lastLines(stderr) ?? lastLines(stdout) ?? error.message);
        reject(new CommandError(`${[command, ...args].join(' ')}: ${why}`, { code: error.code ?? undefined, stderr, cause: error }));
      },
    );
    const kill = () => child.kill('SIGKILL');
    signal?.addEventListener('abort', kill, { once: true });
    // A command may end without reading its input: its exit code tells what that meant.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** Enough of the output to tell what went wrong, and no more. */
const lastLines = (output: string): string | undefined => output.trim().split('\n').slice(-5).join('\n').slice(-2_000) || undefined;
