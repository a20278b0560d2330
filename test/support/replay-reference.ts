import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startApiServerProcess, temporaryFolder } from './api-server-process.ts';

/** Requests to upstream's API server with its answers, and the program that sends them to another; beside the checkout. */
const folder = fileURLToPath(new URL('../../../shared/oracle/', import.meta.url));
const program = join(folder, 'replay.mjs');

export const hasReference = (): boolean => existsSync(program);

/** One request, and whether it was answered as upstream answered it. */
export interface Step {
  /** `area/name` */
  readonly case: string;
  readonly step: string;
  readonly ok: boolean;
  readonly diffs: readonly string[];
}

export interface ReplayOptions {
  /** Only what begins so: an area, or `area/name`. */
  readonly only?: string;
  /** How many differences of a step are printed as they come; nothing is, unless given. */
  readonly show?: number;
}

/** Starts an API server and sends it everything that was recorded. */
export async function replayReference({ only = '', show }: ReplayOptions = {}): Promise<readonly Step[]> {
  await using data = await temporaryFolder();
  await using server = await startApiServerProcess({ dataDir: data.path });
  const report = join(data.path, 'report.json');
  const args = [program, '--kubeconfig', server.kubeconfig, '--only', only, '--show', String(show ?? 0), '--json', report];
  const replay = spawn(process.execPath, args, { stdio: ['ignore', show === undefined ? 'ignore' : 'inherit', 'inherit'] });
  await once(replay, 'exit');
  return JSON.parse(await readFile(report, 'utf8')) as Step[];
}
