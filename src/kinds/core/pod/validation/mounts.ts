import type { Field, FieldErrors } from '../../../../model/field.ts';
import type { Container, VolumeDevice, VolumeMount } from '../container.ts';
import type { EphemeralContainer } from '../ephemeral-container.ts';
import type { PodContext } from './context.ts';
import { validateDescendingPath } from './paths.ts';

type AnyContainer = Readonly<Container | EphemeralContainer>;

const propagations = ['Bidirectional', 'HostToContainer', 'None'];
const recursiveReadOnlyModes = ['Disabled', 'Enabled', 'IfPossible'];

/** Mounts and devices together: a volume is used as files or as a block device, never both. */
export function* validateMounts(container: AnyContainer, { volumes }: PodContext, field: Field): FieldErrors {
  const { volumeMounts = [], volumeDevices = [] } = container;
  const mountField = field.at('volumeMounts');
  const paths = new Set<string>();
  for (const [index, mount] of volumeMounts.entries()) {
    const { name, mountPath, subPath, subPathExpr, mountPropagation } = mount;
    const at = mountField.at(index);
    if (!name) yield at.at('name').required();
    if (!volumes.has(name)) yield at.at('name').notFound(name);
    if (!mountPath) yield at.at('mountPath').required();
    if (paths.has(mountPath)) yield at.at('mountPath').invalid(mountPath, 'must be unique');
    paths.add(mountPath);
    if (volumeDevices.some((device) => device.name === name)) yield at.at('name').invalid(name, 'must not already exist in volumeDevices');
    if (volumeDevices.some((device) => device.devicePath === mountPath)) {
      yield at.at('mountPath').invalid(mountPath, 'must not already exist as a path in volumeDevices');
    }
    // The rest names the list rather than its element, and always has.
    if (subPath) yield* validateDescendingPath(subPath, mountField.at('subPath'));
    if (subPathExpr) {
      if (subPath) yield at.at('subPathExpr').invalid(subPathExpr, 'subPathExpr and subPath are mutually exclusive');
      yield* validateDescendingPath(subPathExpr, mountField.at('subPathExpr'));
    }
    if (mountPropagation !== undefined) yield* validatePropagation(mountPropagation, container, mountField.at('mountPropagation'));
    if (mount.recursiveReadOnly !== undefined) yield* validateRecursiveReadOnly(mount, mountField.at('recursiveReadOnly'));
  }
  yield* validateDevices(volumeDevices, volumeMounts, volumes, field.at('volumeDevices'));
}

function* validatePropagation(propagation: string, { securityContext }: AnyContainer, field: Field): FieldErrors {
  if (!propagations.includes(propagation)) yield field.notSupported(propagation, propagations);
  if (propagation === 'Bidirectional' && securityContext?.privileged !== true) {
    yield field.forbidden('Bidirectional mount propagation is available only to privileged containers');
  }
}

function* validateRecursiveReadOnly({ recursiveReadOnly, readOnly, mountPropagation }: VolumeMount, field: Field): FieldErrors {
  if (recursiveReadOnly === 'Disabled') return;
  if (recursiveReadOnly !== 'Enabled' && recursiveReadOnly !== 'IfPossible') {
    yield field.notSupported(recursiveReadOnly, recursiveReadOnlyModes);
    return;
  }
  if (!readOnly) yield field.forbidden('may only be specified when readOnly is true');
  if (mountPropagation !== undefined && mountPropagation !== 'None') {
    yield field.forbidden('may only be specified when mountPropagation is None or not specified');
  }
}

function* validateDevices(
  devices: readonly VolumeDevice[],
  mounts: readonly VolumeMount[],
  volumes: PodContext['volumes'],
  field: Field,
): FieldErrors {
  const names = new Set<string>();
  const paths = new Set<string>();
  for (const [index, { name, devicePath }] of devices.entries()) {
    const at = field.at(index);
    const volume = volumes.get(name);
    if (!name) yield at.at('name').required();
    if (names.has(name)) yield at.at('name').invalid(name, 'must be unique');
    if (volume && !volume.persistentVolumeClaim && !volume.ephemeral) {
      yield at.at('name').invalid(name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode');
    }
    if (!volume) yield at.at('name').notFound(name);
    if (!devicePath) yield at.at('devicePath').required();
    if (paths.has(devicePath)) yield at.at('devicePath').invalid(devicePath, 'must be unique');
    if (devicePath.split('/').includes('..')) yield at.at('devicePath').invalid(devicePath, "can not contain backsteps ('..')");
    else paths.add(devicePath);
    if (mounts.some((mount) => mount.name === name)) yield at.at('name').invalid(name, 'must not already exist in volumeMounts');
    if (mounts.some(({ mountPath }) => mountPath === devicePath)) {
      yield at.at('devicePath').invalid(devicePath, 'must not already exist as a path in volumeMounts');
    }
    if (name) names.add(name);
  }
}
