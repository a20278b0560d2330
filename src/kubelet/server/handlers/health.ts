import { textAnswer, type TextAnswer } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import type { HealthCheck, KubeletView } from '../kubelet-view.ts';

interface Checked {
  readonly view: Pick<KubeletView, 'healthChecks'>;
}

/** As upstream, these pass where anything is answered at all. */
const always: Readonly<Record<string, HealthCheck>> = { ping: () => {}, log: () => {} };

/** `/healthz`: whether all is well; details with `?verbose`, or when it is not. Checks can be left out by `?exclude=`. */
export async function health({ view, url, log }: Pick<Exchange, 'url' | 'log'> & Checked): Promise<TextAnswer> {
  const checks = checksOf(view);
  const excluded = new Set(url.searchParams.getAll('exclude'));
  const lines: string[] = [];
  let failed = false;
  for (const [name, check] of Object.entries(checks)) {
    if (excluded.delete(name)) {
      lines.push(`[+]${name} excluded: ok\n`);
      continue;
    }
    const failure = await failureOf(check);
    lines.push(failure === undefined ? `[+]${name} ok\n` : `[-]${name} failed: reason withheld\n`);
    if (failure === undefined) continue;
    failed = true;
    log.warn({ check: name, failure }, 'health check failed');
  }
  if (excluded.size > 0) {
    const names = [...excluded].sort().map((name) => JSON.stringify(name));
    lines.push(`warn: some health checks cannot be excluded: no matches for ${names.join(', ')}\n`);
  }
  if (failed) return textAnswer(500, `${lines.join('')}healthz check failed\n`);
  return textAnswer(200, url.searchParams.has('verbose') ? `${lines.join('')}healthz check passed\n` : 'ok');
}

/** `/healthz/NAME`, which says what is wrong. */
export async function oneHealthCheck({ view, names }: Pick<Exchange, 'names'> & Checked): Promise<TextAnswer> {
  const checks = checksOf(view);
  const name = names['check'] ?? '';
  const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
  if (!check) return textAnswer(404, '404 page not found\n');
  const failure = await failureOf(check);
  return failure === undefined ? textAnswer(200, 'ok') : textAnswer(500, `internal server error: ${failure}\n`);
}

const checksOf = ({ healthChecks }: Pick<KubeletView, 'healthChecks'>) => ({ ...always, ...healthChecks });

async function failureOf(check: HealthCheck): Promise<string | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
