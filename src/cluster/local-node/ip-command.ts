import { CommandError, runCommand } from '../../base/command.ts';

export interface IpOptions {
  readonly signal?: AbortSignal | undefined;
  /** Works in the network namespace of this process. Default: that of this one. */
  readonly ofProcess?: number | undefined;
}

/** Runs lines of ip(8), in order, up to the first that fails. */
export async function ip(lines: readonly string[], { signal, ofProcess }: IpOptions = {}): Promise<void> {
  const [command, ...args] = [...(ofProcess === undefined ? [] : ['nsenter', `--net=/proc/${ofProcess}/ns/net`]), 'ip', '-batch', '-'];
  await runCommand(command, args, { signal, input: `${lines.join('\n')}\n` });
}

/** Whether the line could be run; false when what it adds is there, or what it deletes is gone. */
export async function ipIfNeeded(line: string, options: IpOptions = {}): Promise<boolean> {
  try {
    await ip([line], options);
    return true;
  } catch (error) {
    if (error instanceof CommandError && /File exists|Cannot find device|No such process|does not exist/.test(error.stderr)) return false;
    throw error;
  }
}

export const ipList = async <Row>(args: readonly string[], { signal }: IpOptions = {}): Promise<Row[]> =>
  // ip prints nothing at all for some empty lists.
  JSON.parse((await runCommand('ip', ['-json', ...args], { signal })) || '[]');
