import { InvalidArgumentError } from 'commander';

/** Where a cluster of this machine lives, unless told otherwise. */
export const dataRoot = '/var/lib/kubets';

export function port(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535');
  return Number(text);
}

const levels = ['trace', 'debug', 'info', 'warn', 'error'];

export function logLevel(text: string): string {
  if (!levels.includes(text)) throw new InvalidArgumentError(`choose one of ${levels.join(', ')}`);
  return text;
}
