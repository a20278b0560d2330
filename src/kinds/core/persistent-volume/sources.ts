import type { Field, FieldErrors } from '../../../model/field.ts';
import { allInvalid, validateDnsLabel, validateDnsSubdomain } from '../../field-checks.ts';
import { checkDnsLabel } from '../../../model/names.ts';
import { validateCsiDriverName } from '../csi-driver-name.ts';
import {
  requireFields,
  validateAzureDisk,
  validateFibreChannel,
  validateFlexOptions,
  validateFlocker,
  validatePersistentIscsi,
  validateNfs,
  validatePartition,
  validateQuobyte,
  validateSecretReference,
  validateStorageOs,
} from '../network-storage-validation.ts';
import { validateNoBacksteps } from '../pod/validation/paths.ts';
import { validateHostPath } from '../pod/validation/volume-sources.ts';
import type { SecretReference } from '../reference.ts';
import type { CSIPersistentVolumeSource, GlusterfsPersistentVolumeSource, PersistentVolumeSource, PersistentVolumeSpec } from './schema.ts';

interface SourceRule {
  readonly name: keyof PersistentVolumeSource;
  /** Where it is reported when there are several sources. */
  readonly repeated: string;
  readonly validate: (spec: Readonly<PersistentVolumeSpec>, volumeName: string, specField: Field) => FieldErrors;
}

interface Surroundings {
  readonly volumeName: string;
  readonly spec: Readonly<PersistentVolumeSpec>;
  readonly specField: Field;
}

function rule<N extends keyof PersistentVolumeSource>(
  name: N,
  validate: (source: NonNullable<PersistentVolumeSource[N]>, field: Field, around: Surroundings) => FieldErrors,
  { fieldName = name, repeated = name }: { fieldName?: string; repeated?: string } = {},
): SourceRule {
  return {
    name,
    repeated,
    validate: (spec, volumeName, specField) =>
      // Called only for volumes that have this source.
      validate(spec[name] as NonNullable<PersistentVolumeSource[N]>, specField.at(fieldName), { spec, specField, volumeName }),
  };
}

const requiring =
  <K extends string>(...names: K[]) =>
  (source: { [P in K]?: unknown }, field: Field): FieldErrors =>
    requireFields(source, names, field);

/** In the order in which a volume with several sources is judged. */
export const persistentVolumeSources: readonly SourceRule[] = [
  rule('hostPath', validateHostPath),
  rule(
    'gcePersistentDisk',
    function* (disk, field) {
      yield* requireFields(disk, ['pdName'], field);
      yield* validatePartition(disk, field);
    },
    { fieldName: 'persistentDisk' },
  ),
  rule('awsElasticBlockStore', function* (disk, field) {
    yield* requireFields(disk, ['volumeID'], field);
    yield* validatePartition(disk, field);
  }),
  rule('glusterfs', validateGlusterfs),
  rule('flocker', validateFlocker),
  rule('nfs', validateNfs),
  rule('rbd', requiring('monitors', 'image')),
  rule('quobyte', validateQuobyte),
  rule('cephfs', requiring('monitors'), { repeated: 'cephFS' }),
  rule('iscsi', (iscsi, field, { volumeName }) => validatePersistentIscsi(iscsi, volumeName, field)),
  rule('cinder', function* (cinder, field) {
    yield* requireFields(cinder, ['volumeID'], field);
    yield* validateSecretReference(cinder.secretRef, field.at('secretRef'), { namespaced: true });
  }),
  rule('fc', validateFibreChannel),
  rule('flexVolume', function* (flex, field) {
    yield* requireFields(flex, ['driver'], field);
    yield* validateFlexOptions(flex, field);
  }),
  rule('azureFile', function* (share, field) {
    yield* requireFields(share, ['secretName', 'shareName'], field);
    if (share.secretNamespace === '') yield field.at('secretNamespace').required();
  }),
  rule('vsphereVolume', requiring('volumePath')),
  rule('photonPersistentDisk', requiring('pdID')),
  rule('portworxVolume', requiring('volumeID')),
  rule('azureDisk', validateAzureDisk),
  rule('scaleIO', requiring('gateway', 'system', 'volumeName')),
  rule('local', function* ({ path }, field, { spec, specField }) {
    if (path === '') yield field.at('path').required();
    yield* validateNoBacksteps(path, field.at('path'));
    if (!spec.nodeAffinity) yield specField.at('nodeAffinity').required('Local volume requires node affinity');
  }),
  rule('storageos', (source, field) => validateStorageOs(source, field, { namespaced: true })),
  rule('csi', validateCsi),
];

function* validateGlusterfs(glusterfs: GlusterfsPersistentVolumeSource, field: Field): FieldErrors {
  yield* requireFields(glusterfs, ['endpoints', 'path'], field);
  const { endpointsNamespace: namespace } = glusterfs;
  if (namespace === undefined) return;
  const problems = namespace === '' ? ['if the endpointnamespace is set, it must be a valid namespace name'] : checkDnsLabel(namespace);
  yield* allInvalid(namespace, problems, field.at('endpointsNamespace'));
}

const csiSecrets = ['controllerPublishSecretRef', 'controllerExpandSecretRef', 'nodePublishSecretRef', 'nodeExpandSecretRef'] as const;

function* validateCsi(csi: CSIPersistentVolumeSource, field: Field): FieldErrors {
  yield* validateCsiDriverName(csi.driver, field.at('driver'));
  yield* requireFields(csi, ['volumeHandle'], field);
  for (const name of csiSecrets) {
    const secret = csi[name];
    if (secret) yield* validateSecret(secret, field.at(name));
  }
}

function* validateSecret({ name, namespace }: SecretReference, field: Field): FieldErrors {
  if (!name) yield field.at('name').required();
  else yield* validateDnsSubdomain(name, field.at('name'));
  if (!namespace) yield field.at('namespace').required();
  else yield* validateDnsLabel(namespace, field.at('namespace'));
}
