import type { Secret } from '../../kinds/core/secret.ts';
import type { ServiceAccount } from '../../kinds/core/service-account.ts';
import { formatDay, isDay } from '../../model/timestamp.ts';

const lastUsedLabel = 'kubernetes.io/legacy-token-last-used';
export const invalidSinceLabel = 'kubernetes.io/legacy-token-invalid-since';

export type Verdict = 'keep' | 'mark' | 'delete';

export interface Circumstances {
  /** The account that the secret names, if that is the one it was made for. */
  readonly account: ServiceAccount | undefined;
  /** What was last used before this was not used lately. */
  readonly unusedBeforeMs: number;
  /** Only asked about secrets that may go otherwise. */
  readonly isUsedByPod: () => boolean;
}

/**
 * Which tokens nobody needs any more, of those that were made without anybody asking: unused for long, they are marked as
 * invalid first, and deleted when nobody has missed them for as long again (KEP-2799).
 */
export function verdictOn({ metadata }: Secret, { account, unusedBeforeMs, isUsedByPod }: Circumstances): Verdict {
  const { labels = {}, name, creationTimestamp, deletionTimestamp } = metadata;
  if (deletionTimestamp !== undefined || Date.parse(creationTimestamp) >= unusedBeforeMs) return 'keep';
  const unusedBefore = formatDay(unusedBeforeMs);
  const lastUsed = labels[lastUsedLabel];
  if (lastUsed !== undefined && (!isDay(lastUsed) || lastUsed >= unusedBefore)) return 'keep';
  if (!(account?.secrets ?? []).some((each) => each.name === name) || isUsedByPod()) return 'keep';
  const invalidSince = labels[invalidSinceLabel] ?? '';
  if (!isDay(invalidSince)) return 'mark';
  return invalidSince < unusedBefore ? 'delete' : 'keep';
}
