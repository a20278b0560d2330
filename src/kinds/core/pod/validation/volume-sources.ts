import type { Field, FieldErrors } from '../../../../model/field.ts';
import { quantitySign } from '../../../../model/quantity.ts';
import { allInvalid } from '../../../field-checks.ts';
import { checkDnsSubdomain } from '../../../../model/names.ts';
import { validateCsiDriverName } from '../../csi-driver-name.ts';
import {
  iscsiNameTooLong,
  isIscsiNameTooLong,
  requireFields,
  validateAzureDisk,
  validateFibreChannel,
  validateFlexOptions,
  validateFlocker,
  validateIscsi,
  validateNfs,
  validatePartition,
  validateQuobyte,
  validateSecretReference,
  validateStorageOs,
} from '../../network-storage-validation.ts';
import { validateClaimTemplate } from '../../persistent-volume-claim/validation.ts';
import type { CSIVolumeSource, HostPathVolumeSource, ImageVolumeSource, Volume, VolumeSource } from '../volume.ts';
import { validatePullPolicy } from './image.ts';
import { validateDescendingPath, validateNoBacksteps } from './paths.ts';
import { validateConfigMapVolume, validateDownwardVolume, validateProjected, validateSecretVolume } from './projected.ts';

interface SourceRule {
  readonly name: keyof VolumeSource;
  /** Where its problems are reported, when not under its own name, and where it is when there are several sources. */
  readonly fieldName?: string;
  readonly repeated?: string;
  readonly validate: (volume: Volume, field: Field, options: SourceOptions) => FieldErrors;
  /** What holds also for a source that is one too many. */
  readonly validateAlways?: (volume: Volume, field: Field) => FieldErrors;
}

export interface SourceOptions {
  readonly isPod: boolean;
  readonly podName: string | undefined;
}

function rule<N extends keyof VolumeSource>(
  name: N,
  validate: (source: NonNullable<VolumeSource[N]>, field: Field, options: SourceOptions) => FieldErrors,
  rest: Omit<SourceRule, 'name' | 'validate'> = {},
): SourceRule {
  return {
    name,
    ...rest,
    // Called only for volumes that have this source.
    validate: (volume, field, options) => validate(volume[name] as NonNullable<VolumeSource[N]>, field, options),
  };
}

const requiring =
  <K extends string>(...names: K[]) =>
  (source: { [P in K]?: unknown }, field: Field): FieldErrors =>
    requireFields(source, names, field);

/** In the order in which a volume with several sources is judged. */
export const volumeSources: readonly SourceRule[] = [
  rule('emptyDir', function* ({ sizeLimit }, field) {
    if (sizeLimit !== undefined && quantitySign(sizeLimit) < 0) {
      yield field.at('sizeLimit').forbidden('SizeLimit field must be a valid resource quantity');
    }
  }),
  rule('hostPath', validateHostPath),
  rule('gitRepo', function* ({ repository, directory = '' }, field) {
    if (!repository) yield field.at('repository').required();
    yield* validateDescendingPath(directory, field.at('directory'));
  }),
  rule(
    'gcePersistentDisk',
    function* (disk, field) {
      yield* requireFields(disk, ['pdName'], field);
      yield* validatePartition(disk, field);
    },
    { fieldName: 'persistentDisk', repeated: 'gcePersistentDisk' },
  ),
  rule('awsElasticBlockStore', function* (disk, field) {
    yield* requireFields(disk, ['volumeID'], field);
    yield* validatePartition(disk, field);
  }),
  rule('secret', validateSecretVolume),
  rule('nfs', validateNfs),
  rule('iscsi', validateIscsi, {
    *validateAlways({ name, iscsi }, field) {
      if (iscsi && isIscsiNameTooLong(name, iscsi)) yield field.at('name').invalid(name, iscsiNameTooLong);
    },
  }),
  rule('glusterfs', requiring('endpoints', 'path')),
  rule('flocker', validateFlocker),
  rule('persistentVolumeClaim', requiring('claimName')),
  rule('rbd', requiring('monitors', 'image')),
  rule('cinder', function* (cinder, field) {
    yield* requireFields(cinder, ['volumeID'], field);
    yield* validateSecretReference(cinder.secretRef, field.at('secretRef'));
  }),
  rule('cephfs', requiring('monitors'), { repeated: 'cephFS' }),
  rule('quobyte', validateQuobyte),
  rule('downwardAPI', validateDownwardVolume, { repeated: 'downwarAPI' }),
  rule('fc', validateFibreChannel),
  rule('flexVolume', function* (flex, field) {
    yield* requireFields(flex, ['driver'], field);
    yield* validateFlexOptions(flex, field);
  }),
  rule('configMap', validateConfigMapVolume),
  rule('azureFile', requiring('secretName', 'shareName')),
  rule('vsphereVolume', requiring('volumePath')),
  rule('photonPersistentDisk', requiring('pdID')),
  rule('portworxVolume', requiring('volumeID')),
  rule('azureDisk', validateAzureDisk),
  rule('storageos', (source, field) => validateStorageOs(source, field)),
  rule('projected', validateProjected),
  rule('scaleIO', requiring('gateway', 'system', 'volumeName')),
  rule('csi', validateCsi),
  rule('ephemeral', function* ({ volumeClaimTemplate }, field) {
    if (!volumeClaimTemplate) yield field.at('volumeClaimTemplate').required();
    else yield* validateClaimTemplate(volumeClaimTemplate, field.at('volumeClaimTemplate'));
  }),
  rule('image', validateImageVolume),
];

const hostPathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

export function* validateHostPath({ path, type }: HostPathVolumeSource, field: Field): FieldErrors {
  if (!path) {
    yield field.at('path').required();
    return;
  }
  yield* validateNoBacksteps(path, field.at('path'));
  if (type !== undefined && !hostPathTypes.includes(type)) yield field.at('type').notSupported(type, hostPathTypes);
}

function* validateCsi({ driver, nodePublishSecretRef }: CSIVolumeSource, field: Field): FieldErrors {
  yield* validateCsiDriverName(driver, field.at('driver'));
  if (!nodePublishSecretRef) return;
  const { name } = nodePublishSecretRef;
  if (!name) yield field.at('nodePublishSecretRef', 'name').required();
  else yield* allInvalid(name, checkDnsSubdomain(name), field.at('name'));
}

function* validateImageVolume({ reference, pullPolicy }: ImageVolumeSource, field: Field, { isPod }: { isPod: boolean }): FieldErrors {
  if (isPod && !reference) yield field.at('reference').required();
  yield* validatePullPolicy(pullPolicy, field.at('pullPolicy'));
}
