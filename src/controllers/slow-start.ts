const maxBatch = 500;

/**
 * Does something so many times, in batches of 1, 2, 4, 8 and so on, each at once. After a batch with a failure it stops
 * and throws the first one, so that what is bound to fail does not fail a thousand times.
 */
export async function slowStart(count: number, action: (index: number) => Promise<void>): Promise<void> {
  let done = 0;
  for (let size = 1; done < count; size = Math.min(size * 2, maxBatch)) {
    const first = done;
    const batch = Math.min(size, count - first);
    const results = await Promise.allSettled(Array.from({ length: batch }, (_, index) => action(first + index)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    done += batch;
  }
}
