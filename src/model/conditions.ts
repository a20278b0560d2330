/** What all conditions have; most have more. */
export interface AnyCondition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string | null;
}

export const findCondition = <C extends AnyCondition>(conditions: readonly C[] | undefined | null, type: C['type']): C | undefined =>
  conditions?.find((condition) => condition.type === type);

export const isConditionTrue = (conditions: readonly AnyCondition[] | undefined | null, type: string): boolean =>
  findCondition(conditions, type)?.status === 'True';

/**
 * The conditions with this one in them: where it stood, or at the end. The time of its last transition moves only when
 * its status changes: to the time the condition brings, or to now.
 */
export function setCondition<C extends AnyCondition>(
  conditions: readonly C[] | undefined | null,
  condition: Omit<C, 'lastTransitionTime'> & { readonly type: C['type']; readonly lastTransitionTime?: string | null },
  { nowTimestamp }: { nowTimestamp: string },
): C[] {
  const before = conditions ?? [];
  const index = before.findIndex(({ type }) => type === condition.type);
  const previous = before[index];
  const kept = previous !== undefined && previous.status === condition.status ? previous.lastTransitionTime : undefined;
  // All of C but the time is given, and that is added.
  const next = { ...condition, lastTransitionTime: kept ?? condition.lastTransitionTime ?? nowTimestamp } as unknown as C;
  return previous === undefined ? [...before, next] : before.with(index, next);
}

export const withoutCondition = <C extends AnyCondition>(conditions: readonly C[] | undefined | null, type: C['type']): C[] =>
  (conditions ?? []).filter((condition) => condition.type !== type);
