import { normalize } from 'node:path/posix';
import type { Field, FieldErrors } from '../../../model/field.ts';
import { validateDnsSubdomain, validateOneOf } from '../../field-checks.ts';
import { describeDifference, goForm } from '../../go-form.ts';
import { isSame } from '../../same.ts';
import { validateAccessModes, volumeModes } from '../access-modes.ts';
import { validateNodeSelector } from '../node-selector-validation.ts';
import { validateBasicResource, validatePositiveQuantity } from '../resource-validation.ts';
import type { PersistentVolume } from './index.ts';
import { PersistentVolumeSource, VolumeNodeAffinity, type PersistentVolumeSpec } from './schema.ts';
import { persistentVolumeSources } from './sources.ts';

const reclaimPolicies: readonly string[] = ['Delete', 'Recycle', 'Retain'];

export function* validatePersistentVolumeSpec(spec: Readonly<PersistentVolumeSpec>, name: string, field: Field): FieldErrors {
  const { accessModes = [], capacity = {}, persistentVolumeReclaimPolicy: reclaimPolicy, nodeAffinity, storageClassName } = spec;
  if (accessModes.length === 0) yield field.at('accessModes').required();
  yield* validateAccessModes(accessModes, field.at('accessModes'));
  yield* validateCapacity(capacity, field.at('capacity'));
  if (reclaimPolicy) yield* validateOneOf(reclaimPolicy, reclaimPolicies, field.at('persistentVolumeReclaimPolicy'));
  if (nodeAffinity?.required) yield* validateNodeSelector(nodeAffinity.required, field.at('nodeAffinity', 'required'));
  else if (nodeAffinity) yield field.at('nodeAffinity', 'required').required('must specify required node constraints');
  yield* validateSources(spec, name, field);
  if (spec.hostPath && reclaimPolicy === 'Recycle' && isRoot(spec.hostPath.path)) {
    yield field.at('persistentVolumeReclaimPolicy').forbidden("may not be 'recycle' for a hostPath mount of '/'");
  }
  if (storageClassName) yield* validateDnsSubdomain(storageClassName, field.at('storageClassName'));
  yield* validateOneOf(spec.volumeMode, volumeModes, field.at('volumeMode'));
  yield* validateAttributesClass(spec, field);
}

/** A volume that is only described, for a driver that replaces one that is built in. */
export function* validateInlineVolume(spec: Readonly<PersistentVolumeSpec>, field: Field): FieldErrors {
  const where = 'in the context of inline volumes';
  const { accessModes = [], persistentVolumeReclaimPolicy: reclaimPolicy, volumeMode } = spec;
  if (spec.claimRef) yield field.at('claimRef').forbidden(`may not be specified ${where}`);
  if (Object.keys(spec.capacity ?? {}).length > 0) yield field.at('capacity').forbidden(`may not be specified ${where}`);
  if (!spec.csi) yield field.at('csi').required(`has to be specified ${where}`);
  if (accessModes.length === 0) yield field.at('accessModes').required();
  yield* validateAccessModes(accessModes, field.at('accessModes'));
  if (reclaimPolicy && reclaimPolicy !== 'Retain') {
    yield field.at('persistentVolumeReclaimPolicy').forbidden(`may only be Retain ${where}`);
  }
  if (spec.nodeAffinity) yield field.at('nodeAffinity').forbidden(`may not be specified ${where}`);
  yield* validateSources(spec, '', field);
  if (spec.storageClassName) yield field.at('storageClassName').forbidden(`may not be specified ${where}`);
  if (volumeMode !== undefined && volumeMode !== 'Filesystem') {
    yield field.at('volumeMode').forbidden(`may not specify volumeMode other than Filesystem ${where}`);
  }
}

const isRoot = (path: string): boolean => normalize(path).replace(/\/+$/, '') === '' && path !== '';

function* validateCapacity(capacity: Readonly<Record<string, string>>, field: Field): FieldErrors {
  const resources = Object.entries(capacity);
  if (resources.length === 0) yield field.required();
  if (capacity['storage'] === undefined || resources.length > 1) yield field.notSupported(capacity, ['storage']);
  for (const [resource, quantity] of resources) {
    yield* validateBasicResource(quantity, field.key(resource));
    yield* validatePositiveQuantity(quantity, field.key(resource));
  }
}

function* validateSources(spec: Readonly<PersistentVolumeSpec>, name: string, field: Field): FieldErrors {
  let found = false;
  for (const source of persistentVolumeSources) {
    if (!spec[source.name]) continue;
    if (found) yield field.at(source.repeated).forbidden('may not specify more than 1 volume type');
    else yield* source.validate(spec, name, field);
    found = true;
  }
  if (!found) yield field.required('must specify a volume type');
}

function* validateAttributesClass({ volumeAttributesClassName, csi }: Readonly<PersistentVolumeSpec>, field: Field): FieldErrors {
  if (volumeAttributesClassName === undefined) return;
  const nameField = field.at('volumeAttributesClassName');
  if (volumeAttributesClassName === '') yield nameField.required('an empty string is disallowed');
  else yield* validateDnsSubdomain(volumeAttributesClassName, nameField);
  if (!csi) yield field.at('csi').required('has to be specified when using volumeAttributesClassName');
}

const mountOptions = 'volume.beta.kubernetes.io/mount-options';
const mountedWithOptions = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
] as const;

export function* validateMountOptions({ metadata, spec }: Readonly<PersistentVolume>, field: Field): FieldErrors {
  if (metadata.annotations?.[mountOptions] === undefined || mountedWithOptions.some((name) => spec[name])) return;
  yield field.at('metadata', 'annotations', mountOptions).forbidden('may not specify mount options for this volume type');
}

/** Volumes keep what they are. Only the secret for growing may be added later. */
export function* validatePersistentVolumeUpdate(
  next: Readonly<PersistentVolumeSpec>,
  previous: Readonly<PersistentVolumeSpec>,
  field: Field,
): FieldErrors {
  const source = previous.csi && next.csi && !previous.csi.controllerExpandSecretRef ? withoutExpandSecret(next) : next;
  if (!isSame(PersistentVolumeSource, source, previous)) {
    const difference = describeDifference(PersistentVolumeSource, previous, source);
    yield field.at('spec', 'persistentvolumesource').forbidden(`spec.persistentvolumesource is immutable after creation\n${difference}`);
  }
  if (next.volumeMode !== previous.volumeMode) yield field.at('volumeMode').invalid(next.volumeMode ?? null, 'field is immutable');
  yield* validateNodeAffinityKept(next, previous, field.at('nodeAffinity'));
  if (previous.volumeAttributesClassName !== undefined && next.volumeAttributesClassName === undefined) {
    yield field.at('spec', 'volumeAttributesClassName').forbidden('update from non-nil value to nil is forbidden');
  }
}

function withoutExpandSecret({ csi, ...spec }: Readonly<PersistentVolumeSpec>): PersistentVolumeSpec {
  if (!csi) return spec;
  const { controllerExpandSecretRef: _, ...kept } = csi;
  return { ...spec, csi: kept };
}
/** Names of labels that were beta once may be brought up to date. */
const currentLabels: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
};

function* validateNodeAffinityKept(
  { nodeAffinity: next }: Readonly<PersistentVolumeSpec>,
  { nodeAffinity: previous }: Readonly<PersistentVolumeSpec>,
  field: Field,
): FieldErrors {
  if (!previous || isSame(VolumeNodeAffinity, next, previous) || isSame(VolumeNodeAffinity, next, withLabelsOf(previous, next))) return;
  const shown = next ? goForm(VolumeNodeAffinity, next) : null;
  yield field.invalid(shown, 'field is immutable, except for updating from beta label to GA');
}

/** The previous affinity with the labels that the next one has brought up to date. */
function withLabelsOf({ required }: VolumeNodeAffinity, next: VolumeNodeAffinity | undefined): VolumeNodeAffinity {
  if (!required) return {};
  const nodeSelectorTerms = (required.nodeSelectorTerms ?? []).map(({ matchExpressions, ...term }, termIndex) => ({
    ...term,
    ...(matchExpressions && {
      matchExpressions: matchExpressions.map((expression, index) => {
        const nextKey = next?.required?.nodeSelectorTerms?.[termIndex]?.matchExpressions?.[index]?.key;
        return nextKey !== undefined && currentLabels[expression.key] === nextKey ? { ...expression, key: nextKey } : expression;
      }),
    }),
  }));
  return { required: { ...required, nodeSelectorTerms } };
}
