/**
 * Does something so many times, in batches of 1, 2, 4, 8 and so on, each at once. After a batch with a failure it stops
 * and throws the first one, so that what is bound to fail does not fail a thousand times.
 */
export async function slowStart(count: number, action: () => Promise<void>): Promise<void> {
  for (let size = 1, remaining = count; remaining > 0; size *= 2) {
    const batch = Math.min(size, remaining);
    const results = await Promise.allSettled(Array.from({ length: batch }, action));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    remaining -= batch;
  }
}
