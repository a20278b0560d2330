import { statfs } from 'node:fs/promises';

export type Snapshotter = 'overlayfs' | 'native';

/** OVERLAYFS_SUPER_MAGIC of linux/magic.h. */
const overlayMagic = 0x794c7630;

/** Containers share the files of their image by overlays, except where the folder is on an overlay: those cannot be stacked. */
export async function snapshotterFor(folder: string): Promise<Snapshotter> {
  return (await statfs(folder)).type === overlayMagic ? 'native' : 'overlayfs';
}
