import { defaultPlugins } from './plugins/index.ts';
import type { Plugin } from './plugin.ts';

/** For which pods a scheduler is there, and by what it decides. */
export interface Profile {
  /** What pods name in `spec.schedulerName`. */
  readonly schedulerName: string;
  readonly plugins: readonly Plugin[];
  /** Of how many nodes that fit the best is looked for. Fewer the larger the cluster is, unless given. */
  readonly percentageOfNodesToScore?: number;
}

export const defaultProfile: Profile = { schedulerName: 'default-scheduler', plugins: defaultPlugins };
