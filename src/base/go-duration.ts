import { goQuote } from './go-quote.ts';

const unitsMs: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A time span as Go's `time.ParseDuration` reads it, such as `1h15m30.5s`; or what is wrong with it, in Go's words. */
export function parseGoDuration(text: string): { readonly ms: number } | { readonly problem: string } {
  const [, sign = '', unsigned = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (unsigned === '0') return { ms: 0 };
  const invalid = { problem: `time: invalid duration ${goQuote(text)}` };
  if (unsigned === '') return invalid;
  let ms = 0;
  let rest = unsigned;
  while (rest !== '') {
    const [whole, amount, unit = ''] = /^(\d+\.?\d*|\.\d+)([^.\d]*)/.exec(rest) ?? [];
    if (whole === undefined) return invalid;
    if (unit === '') return { problem: `time: missing unit in duration ${goQuote(text)}` };
    const unitMs = unitsMs[unit];
    if (unitMs === undefined) return { problem: `time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}` };
    ms += Number(amount) * unitMs;
    rest = rest.slice(whole.length);
  }
  return { ms: sign === '-' ? -ms : ms };
}
