import type { FeatureGates } from '../model/features/feature-gates.ts';
import type { Feature } from '../model/features/known-features.ts';

/** Fields that come with a feature. */
export interface GatedFields<T> {
  /** All of them must be on. */
  readonly features: readonly Feature[];
  readonly isUsed: (object: Readonly<T>) => boolean;
  readonly drop: (object: T) => void;
}

/** Drops what features bring that are off, but lets objects that have it already keep it. */
export function dropGated<T>(gated: readonly GatedFields<T>[], gates: FeatureGates, next: T, previous?: Readonly<T>): void {
  for (const { features, isUsed, drop } of gated) {
    if (features.every((feature) => gates.isOn(feature)) || (previous !== undefined && isUsed(previous))) continue;
    drop(next);
  }
}
