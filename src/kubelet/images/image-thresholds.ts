export interface ImageThresholds {
  /** From this use of the disk on, images are removed. */
  readonly highPercent: number;
  /** Until it is down to this. */
  readonly lowPercent: number;
  /** An image that came a moment ago is about to be used. */
  readonly minAgeMs: number;
}

/** Upstream's. */
export const defaultImageThresholds: ImageThresholds = { highPercent: 85, lowPercent: 80, minAgeMs: 120_000 };

export interface ImageRecord {
  readonly id: string;
  readonly sizeBytes: number;
  readonly pinned: boolean;
  readonly inUse: boolean;
  readonly firstSeenMs: number;
  /** Zero when it never was, as far as is known. */
  readonly lastUsedMs: number;
}

export function bytesToFree(
  { capacityBytes, availableBytes }: { readonly capacityBytes: number; readonly availableBytes: number },
  { highPercent, lowPercent }: ImageThresholds,
): number {
  if (capacityBytes === 0) return 0;
  const usedPercent = 100 - Math.trunc((availableBytes * 100) / capacityBytes);
  if (usedPercent < highPercent) return 0;
  return Math.max(0, Math.trunc((capacityBytes * (100 - lowPercent)) / 100) - availableBytes);
}

export const inOrderOfRemoval = (
  records: readonly ImageRecord[],
  { minAgeMs }: Pick<ImageThresholds, 'minAgeMs'>,
  nowMs: number,
): readonly ImageRecord[] =>
  records
    .filter(({ pinned, inUse, firstSeenMs }) => !pinned && !inUse && nowMs - firstSeenMs >= minAgeMs)
    .toSorted((a, b) => a.lastUsedMs - b.lastUsedMs || a.firstSeenMs - b.firstSeenMs);
