const firstWaitMs = 250;

/** Mostly it takes much less than it may, so the first looks come soon. */
export const waitMs = (estimateSeconds: number, looksBefore: number): number =>
  Math.min(firstWaitMs * 2 ** looksBefore, (Math.floor(estimateSeconds / 2) + 1) * 1000);
