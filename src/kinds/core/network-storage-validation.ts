import type { Field, FieldErrors } from '../../model/field.ts';
import { notInRange } from '../../model/names.ts';
import { validateDnsLabel, validateRange } from '../field-checks.ts';
import type {
  AzureDiskVolumeSource,
  FCVolumeSource,
  FlockerVolumeSource,
  NFSVolumeSource,
  QuobyteVolumeSource,
} from './network-storage.ts';

/** Fields that must be there, in order. */
export function* requireFields<T extends object>(source: T, names: readonly (keyof T & string)[], field: Field): FieldErrors {
  for (const name of names) {
    const value = source[name];
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0))
      yield field.at(name).required();
  }
}

export function* validatePartition({ partition = 0 }: { partition?: number }, field: Field): FieldErrors {
  // The message leaves out zero, which means the whole disk.
  if (partition < 0 || partition > 255) yield field.at('partition').invalid(partition, notInRange(1, 255));
}

export function* validateNfs(nfs: NFSVolumeSource, field: Field): FieldErrors {
  yield* requireFields(nfs, ['server', 'path'], field);
  if (!nfs.path.startsWith('/')) yield field.at('path').invalid(nfs.path, 'must be an absolute path');
}

interface Iscsi {
  readonly targetPortal: string;
  readonly iqn: string;
  readonly lun: number;
  readonly chapAuthDiscovery?: boolean;
  readonly chapAuthSession?: boolean;
  readonly secretRef?: { readonly name?: string };
  readonly initiatorName?: string;
}

const qualifiedNames: Readonly<Record<string, RegExp>> = {
  iqn: /iqn\.\d{4}-\d{2}\.([A-Za-z0-9-.]+)(:[^,;*&$|\s]+)$/,
  eui: /^eui.[A-Za-z0-9]{16}$/,
  naa: /^naa.[A-Za-z0-9]{32}$/,
};

export function* validateIscsi(iscsi: Iscsi, field: Field): FieldErrors {
  const badStart = 'must be valid format starting with iqn, eui, or naa';
  if (!iscsi.targetPortal) yield field.at('targetPortal').required();
  yield* validateTarget(iscsi, badStart, field);
  yield* validateInitiator(iscsi, badStart, field);
}

/** Of a volume that is not of one pod, several nodes name the session after the volume. */
export function* validatePersistentIscsi(iscsi: Iscsi, volumeName: string, field: Field): FieldErrors {
  const badStart = 'must be valid format';
  if (!iscsi.targetPortal) yield field.at('targetPortal').required();
  if (isIscsiNameTooLong(volumeName, iscsi)) yield field.at('targetportal').invalid(iscsi.targetPortal, iscsiNameTooLong);
  yield* validateTarget(iscsi, badStart, field);
  if (iscsi.secretRef) yield* requireFields(iscsi.secretRef, ['name'], field.at('secretRef'));
  yield* validateInitiator(iscsi, badStart, field);
}

function* validateTarget(iscsi: Iscsi, badStart: string, field: Field): FieldErrors {
  if (!iscsi.iqn) yield field.at('iqn').required();
  else yield* validateQualifiedName(iscsi.iqn, badStart, field.at('iqn'));
  yield* validateRange(iscsi.lun, 0, 255, field.at('lun'));
  if ((iscsi.chapAuthDiscovery || iscsi.chapAuthSession) && !iscsi.secretRef) yield field.at('secretRef').required();
}

function* validateInitiator({ initiatorName }: Iscsi, badStart: string, field: Field): FieldErrors {
  if (initiatorName !== undefined) yield* validateQualifiedName(initiatorName, badStart, field.at('initiatorname'));
}

function* validateQualifiedName(name: string, badStart: string, field: Field): FieldErrors {
  const pattern = qualifiedNames[name.slice(0, 3)];
  if (!pattern) yield field.invalid(name, badStart);
  else if (!pattern.test(name)) yield field.invalid(name, 'must be valid format');
}

/** Nodes make a name of both, which may not get longer. */
export const isIscsiNameTooLong = (name: string, { initiatorName, targetPortal }: Iscsi): boolean =>
  initiatorName !== undefined && Buffer.byteLength(`${name}:${targetPortal}`) > 64;

export const iscsiNameTooLong =
  'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';

export function* validateFibreChannel({ targetWWNs = [], wwids = [], lun }: FCVolumeSource, field: Field): FieldErrors {
  if (targetWWNs.length === 0 && wwids.length === 0)
    yield field.at('targetWWNs').required('must specify either targetWWNs or wwids, but not both');
  if (targetWWNs.length === 0) return;
  if (wwids.length > 0) yield field.at('targetWWNs').invalid(targetWWNs, 'targetWWNs and wwids can not be specified simultaneously');
  if (lun === undefined) yield field.at('lun').required('lun is required if targetWWNs is specified');
  else yield* validateRange(lun, 0, 255, field.at('lun'));
}

export function* validateQuobyte({ registry, tenant = '', volume }: QuobyteVolumeSource, field: Field): FieldErrors {
  const expected = 'must be a host:port pair or multiple pairs separated by commas';
  if (!registry) yield field.at('registry').required(expected);
  else if (Buffer.byteLength(tenant) >= 65)
    yield field.at('tenant').required('must be a UUID and may not exceed a length of 64 characters');
  else
    for (const pair of registry.split(','))
      if (!/^(?:[^:[\]]*|\[[^[\]]*\]):[^:]*$/.test(pair)) yield field.at('registry').invalid(registry, expected);
  if (!volume) yield field.at('volume').required();
}

export function* validateFlocker({ datasetName = '', datasetUUID = '' }: FlockerVolumeSource, field: Field): FieldErrors {
  if (!datasetName && !datasetUUID) yield field.required('one of datasetName and datasetUUID is required');
  if (datasetName && datasetUUID) yield field.invalid('resource', 'datasetName and datasetUUID can not be specified simultaneously');
  if (datasetName.includes('/')) yield field.at('datasetName').invalid(datasetName, "must not contain '/'");
}

export function* validateFlexOptions({ options = {} }: { options?: Record<string, string> }, field: Field): FieldErrors {
  for (const name of Object.keys(options)) {
    const namespace = `.${(name.split('/', 1)[0] ?? '').toLowerCase()}`;
    if (namespace.endsWith('.kubernetes.io') || namespace.endsWith('.k8s.io')) {
      yield field.at('options').key(name).invalid(name, 'kubernetes.io and k8s.io namespaces are reserved');
    }
  }
}

const cachingModes = ['None', 'ReadOnly', 'ReadWrite'];
const diskKinds = ['Dedicated', 'Managed', 'Shared'];
const managedDisk = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const blobDisk = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

export function* validateAzureDisk(disk: AzureDiskVolumeSource, field: Field): FieldErrors {
  const { diskURI, cachingMode, kind } = disk;
  yield* requireFields(disk, ['diskName', 'diskURI'], field);
  if (cachingMode !== undefined && !cachingModes.includes(cachingMode))
    yield field.at('cachingMode').notSupported(cachingMode, cachingModes);
  if (kind === undefined) return;
  if (!diskKinds.includes(kind)) yield field.at('kind').notSupported(kind, diskKinds);
  if (kind === 'Managed' && !diskURI.startsWith('/subscriptions/')) yield field.at('diskURI').notSupported(diskURI, [managedDisk]);
  if (kind !== 'Managed' && !diskURI.startsWith('https://')) yield field.at('diskURI').notSupported(diskURI, [blobDisk]);
}

/** A secret that may be left out, but not left nameless. */
export function* validateSecretReference(
  secretRef: { name?: string; namespace?: string } | undefined,
  field: Field,
  { namespaced = false }: { namespaced?: boolean } = {},
): FieldErrors {
  if (secretRef === undefined) return;
  if (!secretRef.name) yield field.at('name').required();
  if (namespaced && !secretRef.namespace) yield field.at('namespace').required();
}

export function* validateStorageOs(
  source: { volumeName?: string; volumeNamespace?: string; secretRef?: { name?: string; namespace?: string } },
  field: Field,
  { namespaced = false }: { namespaced?: boolean } = {},
): FieldErrors {
  if (!source.volumeName) yield field.at('volumeName').required();
  else yield* validateDnsLabel(source.volumeName, field.at('volumeName'));
  if (source.volumeNamespace) yield* validateDnsLabel(source.volumeNamespace, field.at('volumeNamespace'));
  yield* validateSecretReference(source.secretRef, field.at('secretRef'), { namespaced });
}
