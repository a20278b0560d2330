import type { FeatureGates } from '../../model/features/feature-gates.ts';
import type { Kind } from '../../model/kind.ts';
import { enabledBy, type RuntimeConfig } from './runtime-config.ts';

export interface ServedKindsOptions {
  readonly gates: FeatureGates;
  readonly runtimeConfig?: RuntimeConfig | undefined;
}

/** Those kinds that a server serves: their version is on, and so are the features that they belong to. */
export function servedKinds(kinds: readonly Kind[], { gates, runtimeConfig = {} }: ServedKindsOptions): readonly Kind[] {
  const isEnabled = enabledBy(runtimeConfig, kinds);
  return kinds.filter((kind) => isEnabled(kind) && (kind.features ?? []).every((feature) => gates.isOn(feature)));
}
