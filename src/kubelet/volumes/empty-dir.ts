import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readMountTable } from '../../base/mount-table.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { podLimits } from '../../kinds/core/pod/requests.ts';
import type { Volume } from '../../kinds/core/pod/volume.ts';
import { quantityValue } from '../../model/quantity.ts';
import { isMissingFile } from '../files/missing-file.ts';
import { hugePageSize } from './huge-page-size.ts';
import { mountHugePages, mountMemory } from './mount-command.ts';
import { giveToGroup, groupOf } from './ownership.ts';
import type { VolumeSetting, VolumeType } from './volume-type.ts';

/** A directory that lives as long as the pod: on the node's disk, in memory, or in huge pages. */
export const emptyDirVolume: VolumeType = {
  name: 'kubernetes.io/empty-dir',
  handles: ({ emptyDir }) => emptyDir !== undefined,
  isRefreshed: false,
  async setUp(volume, setting) {
    const { directory, notes, pod } = setting;
    // Containers may have changed owners and modes since, so it is prepared once.
    if (!(await isPrepared(volume, setting))) {
      await mkdir(directory, { recursive: true });
      await chmod(directory, 0o777);
      await mountMedium(volume, setting);
      const groupId = groupOf(pod);
      if (groupId !== undefined) await giveToGroup(directory, { groupId });
      await mkdir(notes, { recursive: true });
      await writeFile(join(notes, 'ready'), '');
    }
    return { type: 'Filesystem', hostPath: directory, readOnly: false };
  },
};

const isMounted = async (directory: string): Promise<boolean> =>
  (await readMountTable()).some(({ mountPoint, fileSystem }) => mountPoint === directory && ['tmpfs', 'hugetlbfs'].includes(fileSystem));

async function isPrepared({ emptyDir }: Volume, { directory, notes }: VolumeSetting): Promise<boolean> {
  try {
    await Promise.all([stat(join(notes, 'ready')), stat(directory)]);
  } catch (error) {
    if (isMissingFile(error)) return false;
    throw error;
  }
  // What was in memory is lost when the node has been started anew.
  return !emptyDir?.medium || (await isMounted(directory));
}

async function mountMedium({ emptyDir }: Volume, { directory, pod, node, signal }: VolumeSetting): Promise<void> {
  const { medium = '', sizeLimit } = emptyDir ?? {};
  if (medium === '' || (await isMounted(directory))) return;
  if (medium === 'Memory') {
    const sizeBytes = memorySizeBytes(sizeLimit, { pod, allocatableBytes: quantityValue(node.allocatable()['memory'] ?? '0') });
    return await mountMemory(directory, { sizeBytes, signal });
  }
  if (medium !== 'HugePages' && !medium.startsWith('HugePages-')) throw new Error(`unknown storage medium "${medium}"`);
  await mountHugePages(directory, { pageSize: hugePageSize(medium, pod.spec), signal });
}

/** The least of what the volume, its pod and the node may hold; zero when none says. */
export function memorySizeBytes(sizeLimit: string | undefined, { pod, allocatableBytes }: { pod: Pod; allocatableBytes: number }): number {
  const { resources, containers, initContainers = [] } = pod.spec;
  const isLimited =
    resources?.limits?.['memory'] !== undefined || [...containers, ...initContainers].every((each) => each.resources?.limits?.['memory']);
  const ofPod = isLimited ? quantityValue(podLimits(pod)['memory'] ?? '0') : 0;
  const sizes = [allocatableBytes, ofPod, quantityValue(sizeLimit ?? '0')].filter((bytes) => bytes > 0);
  return sizes.length > 0 ? Math.min(...sizes) : 0;
}
