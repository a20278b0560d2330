import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Volume } from '../../kinds/core/pod/volume.ts';
import { nestedMountPoints } from './nested-mount-points.ts';
import { giveToGroup, groupOf } from './ownership.ts';
import type { Payload } from './payload.ts';
import type { VolumeSetting, VolumeType } from './volume-type.ts';
import { writePayload } from './write-payload.ts';

export interface PayloadVolume {
  readonly name: string;
  handles(volume: Volume): boolean;
  collect(volume: Volume, setting: VolumeSetting): Promise<Payload>;
}

/** A type of volume that shows what the API server has as files. */
export const payloadVolume = (payload: PayloadVolume): VolumeType => ({
  name: payload.name,
  handles: (volume) => payload.handles(volume),
  isRefreshed: true,
  async setUp(volume, setting) {
    const { directory, clock, pod } = setting;
    // First, so that nothing is made for a volume that cannot be.
    const files = await payload.collect(volume, setting);
    await mkdir(directory, { recursive: true });
    await openToAll(directory);
    for (const nested of nestedMountPoints(volume.name, pod.spec)) await mkdir(join(directory, nested), { recursive: true, mode: 0o755 });
    const groupId = groupOf(pod);
    await writePayload(directory, files, {
      clock,
      beforeShown: async () => {
        if (groupId !== undefined) await giveToGroup(directory, { groupId, readOnly: true });
      },
    });
    return { type: 'Filesystem', hostPath: directory, readOnly: true };
  },
});

/** Whatever the umask of the kubelet, and leaving alone what else its group has been given. */
async function openToAll(directory: string): Promise<void> {
  const { mode } = await stat(directory);
  if ((mode & 0o777) !== 0o777) await chmod(directory, 0o777);
}
