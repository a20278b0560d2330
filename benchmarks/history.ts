import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('history.jsonl', import.meta.url));

/** Adds a line with the figures, the commit, the machine and what else it had to do to `history.jsonl`, and prints it. */
export function record(benchmark: string, figures: Readonly<Record<string, number | string>>): void {
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const load = round(loadavg()[0] ?? 0);
  const line = JSON.stringify({ benchmark, at: new Date().toISOString(), commit, machine, load, node: process.version, ...figures });
  appendFileSync(path, `${line}\n`);
  console.log(line);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

export const round = (ms: number): number => Math.round(ms * 10) / 10;
