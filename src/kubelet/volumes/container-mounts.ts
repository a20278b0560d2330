import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../base/log.ts';
import type { Container, VolumeDevice, VolumeMount } from '../../kinds/core/pod/container.ts';
import type { EphemeralContainer } from '../../kinds/core/pod/ephemeral-container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isMissingFile } from '../files/missing-file.ts';
import type { Device, Mount } from '../runtime/container.ts';
import type { PodDirectories } from './layout.ts';
import { isRecursiveReadOnly, propagationOf, subPathOf } from './mount-options.ts';
import { makeSubPath, mountSubPath } from './sub-path.ts';
import type { ContainerMounts, MountedVolume, MountOptions } from './volume-manager.ts';

export interface ContainerMountsOptions extends MountOptions {
  readonly directories: PodDirectories;
  readonly supportsRecursiveReadOnly: boolean;
  readonly log: Log;
}

type AnyContainer = Container | EphemeralContainer;

/** What a container sees of the volumes of its pod. Throws an Error for what cannot be mounted. */
export async function containerMounts(pod: Pod, container: AnyContainer, options: ContainerMountsOptions): Promise<ContainerMounts> {
  const mounts: Mount[] = [];
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    const volume = options.volumes.get(mount.name);
    if (!volume || volume.type === 'Block')
      throw new Error(`cannot find volume "${mount.name}" to mount into container "${container.name}"`);
    mounts.push(await mountOf(mount, volume, { ...options, pod, container: container.name, index }));
  }
  return { mounts, devices: (container.volumeDevices ?? []).map((device) => deviceOf(device, container, options)) };
}

interface Place extends ContainerMountsOptions {
  readonly pod: Pod;
  readonly container: string;
  readonly index: number;
}

async function mountOf(mount: VolumeMount, volume: MountedVolume, place: Place): Promise<Mount> {
  const subPath = subPathOf(mount, place.environment);
  const what =
    volume.type === 'Image'
      ? { image: volume.image, ...(subPath && { imageSubPath: subPath }) }
      : { hostPath: subPath ? await preparedSubPath(subPath, mount, volume, place) : volume.hostPath };
  return {
    containerPath: mount.mountPath.startsWith('/') ? mount.mountPath : `/${mount.mountPath}`,
    ...what,
    readOnly: (mount.readOnly ?? false) || volume.readOnly,
    recursiveReadOnly: isRecursiveReadOnly(mount, place.supportsRecursiveReadOnly),
    propagation: propagationOf(mount),
  };
}

async function preparedSubPath(
  subPath: string,
  { name }: VolumeMount,
  { hostPath: volumePath }: MountedVolume,
  place: Place,
): Promise<string> {
  const { directories, pod, container, index, signal, log } = place;
  const target = directories.subPath(pod.metadata.uid, { volume: name, container, index });
  const told = async (doing: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      signal.throwIfAborted();
      // What exactly is wrong would tell about the node.
      log.error(
        { err: error, pod: pod.metadata.name, namespace: pod.metadata.namespace, container, volume: name },
        'sub-path cannot be mounted',
      );
      throw new Error(`failed to ${doing} for volumeMount "${name}" of container "${container}"`, { cause: error });
    }
  };
  if (!(await exists(join(volumePath, subPath)))) {
    await told('create subPath directory', () => makeSubPath({ volumePath, subPath }));
  }
  await told('prepare subPath', () => mountSubPath({ volumePath, subPath, target, signal }));
  return target;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    // Anything else than being missing is found out, and hidden, when it is mounted.
    return !isMissingFile(error);
  }
}

function deviceOf({ name, devicePath }: VolumeDevice, container: AnyContainer, { volumes }: MountOptions): Device {
  if (!devicePath.startsWith('/')) throw new Error(`error DevicePath \`${devicePath}\` must be an absolute path`);
  const volume = volumes.get(name);
  if (volume?.type !== 'Block') throw new Error(`cannot find volume "${name}" to pass into container "${container.name}"`);
  return { containerPath: devicePath, hostPath: volume.hostPath, permissions: volume.readOnly ? 'r' : 'mrw' };
}
