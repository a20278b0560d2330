import { env } from 'node:process';

/** Which seeds to simulate: a few, or as many as `KUBETS_SEEDS` says; `KUBETS_SEED` runs a single one. */
export function seeds(count: number): readonly number[] {
  if (env['KUBETS_SEED']) return [Number(env['KUBETS_SEED'])];
  return Array.from({ length: Number(env['KUBETS_SEEDS'] ?? count) }, (_, index) => index + 1);
}
