import { goQuote } from './go-quote.ts';
import type { Log } from './log.ts';
import type { Metric } from './metrics/text.ts';

/** One thing that has to be well. Throws, or rejects, when it is not. */
export interface HealthCheck {
  readonly name: string;
  check(): Promise<void> | void;
}

/** These pass wherever anything is answered at all, as upstream. */
export const alwaysWell: readonly HealthCheck[] = [
  { name: 'ping', check() {} },
  { name: 'log', check() {} },
];

export interface HealthQuestion {
  /** `healthz`, `livez` or `readyz`. */
  readonly root: string;
  /** One check alone; empty for all of them. */
  readonly name: string;
  /** `?verbose` tells of each, `?exclude=` leaves some out. */
  readonly query: URLSearchParams;
  readonly log: Log;
  readonly results?: HealthResults | undefined;
}

export interface HealthAnswer {
  readonly code: 200 | 500;
  readonly text: string;
}

/** What those who supervise a server are told, as upstream tells it; undefined when there is no such check. */
export async function checkHealth(checks: readonly HealthCheck[], question: HealthQuestion): Promise<HealthAnswer | undefined> {
  if (question.name === '') return checkAll(checks, question);
  const check = checks.find(({ name }) => name === question.name);
  if (!check) return undefined;
  const failure = await failureOf(check, question);
  return failure ? { code: 500, text: `internal server error: ${textOf(failure.cause)}\n` } : { code: 200, text: 'ok' };
}

/** Why a check failed is for the log: everybody may ask for all of them at once. */
async function checkAll(checks: readonly HealthCheck[], question: HealthQuestion): Promise<HealthAnswer> {
  const { root, query, log } = question;
  const excluded = new Set(query.getAll('exclude'));
  const lines: string[] = [];
  let failed = false;
  for (const check of checks) {
    if (excluded.delete(check.name)) {
      lines.push(`[+]${check.name} excluded: ok`);
      continue;
    }
    const failure = await failureOf(check, question);
    lines.push(failure ? `[-]${check.name} failed: reason withheld` : `[+]${check.name} ok`);
    if (!failure) continue;
    failed = true;
    log.warn({ check: check.name, err: failure.cause }, 'health check failed');
  }
  const unknown = [...excluded].toSorted((a, b) => (a < b ? -1 : 1)).map(goQuote);
  if (unknown.length > 0) lines.push(`warn: some health checks cannot be excluded: no matches for ${unknown.join(',')}`);
  if (!failed && !query.has('verbose')) return { code: 200, text: 'ok' };
  return { code: failed ? 500 : 200, text: `${lines.join('\n')}\n${root} check ${failed ? 'failed' : 'passed'}\n` };
}

async function failureOf(check: HealthCheck, { root, results }: HealthQuestion): Promise<{ readonly cause: unknown } | undefined> {
  try {
    await check.check();
    results?.note(check.name, root, true);
    return undefined;
  } catch (cause) {
    results?.note(check.name, root, false);
    return { cause };
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

interface Result {
  readonly labels: { readonly name: string; readonly type: string };
  isWell: boolean;
  readonly counts: { success: number; error: number };
}

/** How the checks went that somebody asked for, for `/metrics/slis`. */
export class HealthResults {
  readonly #results = new Map<string, Result>();

  note(name: string, type: string, isWell: boolean): void {
    const result = this.#results.getOrInsertComputed(`${type}/${name}`, () => ({
      labels: { name, type },
      isWell,
      counts: { success: 0, error: 0 },
    }));
    result.isWell = isWell;
    result.counts[isWell ? 'success' : 'error']++;
  }

  *metrics(): Generator<Metric> {
    const results = [...this.#results.values()];
    yield {
      name: 'kubernetes_healthcheck',
      type: 'gauge',
      help: 'Whether a check of health passed when it was made last.',
      samples: results.map(({ labels, isWell }) => ({ labels, value: isWell ? 1 : 0 })),
    };
    yield {
      name: 'kubernetes_healthchecks_total',
      type: 'counter',
      help: 'Checks of health by how they went.',
      samples: results.flatMap(({ labels, counts }) =>
        Object.entries(counts)
          .filter(([, value]) => value > 0)
          .map(([status, value]) => ({ labels: { ...labels, status }, value })),
      ),
    };
  }
}
