import type { CgroupLimits } from './limits.ts';
import type { Setting } from './setting.ts';
import type { CgroupUsage } from './usage.ts';

/** What differs between the versions of control groups. Paths start at the root of each hierarchy. */
export interface CgroupVersion {
  readonly version: 1 | 2;
  /** The folders that are the group: one for each hierarchy. */
  directories(path: string): readonly string[];
  /** The folder of the group that counts for a controller, if it is there. */
  directory(path: string, controller: string): string | undefined;
  /** Prepares a folder made a moment ago, before anything is in it. */
  prepare(directory: string): Promise<void>;
  settings(path: string, limits: CgroupLimits): readonly Setting[];
  limits(path: string): Promise<CgroupLimits>;
  usage(path: string): Promise<CgroupUsage>;
}
