import type { VolumeType } from './volume-type.ts';

/** An image as a volume (KEP-4639): the runtime mounts it, so there is nothing to do here. */
export const imageVolume: VolumeType = {
  name: 'kubernetes.io/image',
  handles: ({ image }) => image !== undefined,
  isRefreshed: false,
  setUp: async ({ image }) => ({ type: 'Image', hostPath: '', readOnly: true, image: { image: image?.reference ?? '' } }),
};
