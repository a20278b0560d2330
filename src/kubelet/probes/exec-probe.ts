import { goDuration } from '../containers/go-duration.ts';
import type { Containers } from '../runtime/runtime.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import type { ProbeOutcome } from './outcome.ts';

export interface ExecProbe {
  readonly containerId: string;
  readonly command: readonly string[];
  readonly timeoutSeconds: number;
}

const outputLimitBytes = 10 * 1024;

/** Throws when the command could not be run at all. */
export async function probeExec(
  containers: Containers,
  { containerId, command, timeoutSeconds }: ExecProbe,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  try {
    const { stdout, stderr, exitCode } = await containers.execute(containerId, command, { timeoutSeconds, signal });
    const output = Buffer.concat([stdout, stderr]).toString('utf8', 0, outputLimitBytes);
    return { result: exitCode === 0 ? 'Success' : 'Failure', output };
  } catch (error) {
    if (!RuntimeError.is(error, 'DeadlineExceeded')) throw error;
    const line = JSON.stringify(command.join(' '));
    return { result: 'Failure', output: `command timed out: ${line} timed out after ${goDuration(timeoutSeconds * 1000)}` };
  }
}
