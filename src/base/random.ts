import { randomBytes } from 'node:crypto';

/** No vowels and no digits that look like letters, so that no word appears by chance. As upstream's name suffixes. */
const safeAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A random suffix for generated names, e.g. `x7k2p`. */
export function randomSuffix(length = 5): string {
  let suffix = '';
  for (const byte of randomBytes(length)) suffix += safeAlphabet[byte % safeAlphabet.length];
  return suffix;
}

/** Spreads a delay by up to the given fraction above it, so that many waiters do not return at once. */
export const jittered = (ms: number, fraction = 0.2): number => ms * (1 + Math.random() * fraction);

/** A whole number from 0 up to, but without, the bound. */
export const randomBelow = (bound: number): number => Math.floor(Math.random() * bound);
