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

export function boolean(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new InvalidArgumentError('choose true or false');
  return text === 'true';
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Such as `15s`, `1m30s` or `500ms`, in milliseconds. */
export function duration(text: string): number {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) throw new InvalidArgumentError('a duration is written as 15s, 1m30s or 500ms');
  let ms = 0;
  for (const [, amount, unit = ''] of text.matchAll(/([\d.]+)(ms|s|m|h)/g)) ms += Number(amount) * (unitsMs[unit] ?? 0);
  return ms;
}
