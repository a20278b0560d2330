import type { RuntimeConfig } from '../../apiserver/enablement/runtime-config.ts';
import type { FeatureGates } from '../../model/features/feature-gates.ts';
import type { AddressRanges } from '../local-node/address-ranges.ts';

/** What a local cluster is to be like. */
export interface LocalClusterSettings {
  readonly clusterName: string;
  /** Holds everything that outlives the processes. */
  readonly dataFolder: string;
  readonly nodeCount: number;
  /** On the loopback and on the bridge; 0 takes a free one. */
  readonly securePort: number;
  /** What runs containers unless their pod asks for another. */
  readonly defaultRuntime: 'runc' | 'crun';
  /** Ranges that are not given are those of last time, or free ones. */
  readonly ranges: Partial<AddressRanges>;
  readonly gates?: FeatureGates;
  readonly runtimeConfig?: RuntimeConfig;
  readonly logLevel: string;
}

/** `kubets-1`: the first node bears the cluster's name and a number, as do the others. */
export const nodeName = (clusterName: string, index: number): string => `${clusterName}-${index}`;
