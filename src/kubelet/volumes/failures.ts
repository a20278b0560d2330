/** All results, or one Error that tells of all failures: as upstream, the message of one, or a list of several. */
export async function collectAll<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  const outcomes = await Promise.allSettled(work);
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }): unknown => reason);
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, listOf([...new Set(failures.map(messageOf))]));
  return outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value);
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const listOf = (messages: readonly string[]): string => (messages.length === 1 ? (messages[0] ?? '') : `[${messages.join(', ')}]`);
