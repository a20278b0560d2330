import { randomInt } from 'node:crypto';

/** A whole number from 0 up to, but without, the bound, that nobody can guess from those before it. */
export const unpredictableBelow = (bound: number): number => randomInt(bound);
