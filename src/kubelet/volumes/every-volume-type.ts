import { configMapVolume } from './config-map.ts';
import { downwardApiVolume } from './downward-api.ts';
import { emptyDirVolume } from './empty-dir.ts';
import { hostPathVolume } from './host-path.ts';
import { imageVolume } from './image.ts';
import { projectedVolume } from './projected.ts';
import { secretVolume } from './secret.ts';
import type { VolumeType } from './volume-type.ts';

/** All types of volumes. The first that handles a volume gets it. */
export const volumeTypes: readonly VolumeType[] = [
  emptyDirVolume,
  hostPathVolume,
  configMapVolume,
  secretVolume,
  downwardApiVolume,
  projectedVolume,
  imageVolume,
];
