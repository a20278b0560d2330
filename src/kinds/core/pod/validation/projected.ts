import type { Field, FieldErrors } from '../../../../model/field.ts';
import type {
  ConfigMapVolumeSource,
  DownwardAPIVolumeFile,
  DownwardAPIVolumeSource,
  KeyToPath,
  PodCertificateProjection,
  ProjectedVolumeSource,
  SecretVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from '../projected-volume.ts';
import { certificatePaths, validatePodCertificate, validateTrustBundle } from './certificate-projections.ts';
import { validateFieldReference, validateResourceReference } from './field-references.ts';
import { validateFileMode, validateLocalPath } from './paths.ts';

export function* validateSecretVolume({ secretName, defaultMode, items }: SecretVolumeSource, field: Field): FieldErrors {
  if (!secretName) yield field.at('secretName').required();
  yield* validateFileMode(defaultMode, field.at('defaultMode'));
  yield* validateItems(items, field.at('items'));
}

export function* validateConfigMapVolume({ name, defaultMode, items }: ConfigMapVolumeSource, field: Field): FieldErrors {
  if (!name) yield field.at('name').required();
  yield* validateFileMode(defaultMode, field.at('defaultMode'));
  yield* validateItems(items, field.at('items'));
}

export function* validateDownwardVolume({ defaultMode, items = [] }: DownwardAPIVolumeSource, field: Field): FieldErrors {
  yield* validateFileMode(defaultMode, field.at('defaultMode'));
  for (const file of items) yield* validateDownwardFile(file, field);
}

function* validateItems(items: readonly KeyToPath[] | undefined, field: Field): FieldErrors {
  for (const [index, item] of items?.entries() ?? []) yield* validateItem(item, field.at(index));
}

function* validateItem({ key, path, mode }: KeyToPath, field: Field): FieldErrors {
  if (!key) yield field.at('key').required();
  if (!path) yield field.at('path').required();
  yield* validateLocalPath(path, field.at('path'));
  yield* validateFileMode(mode, field.at('mode'));
}

const filePaths = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];

function* validateDownwardFile({ path, fieldRef, resourceFieldRef, mode }: DownwardAPIVolumeFile, field: Field): FieldErrors {
  if (!path) yield field.at('path').required();
  yield* validateLocalPath(path, field.at('path'));
  if (fieldRef) {
    yield* validateFieldReference(fieldRef, filePaths, field.at('fieldRef'));
    if (resourceFieldRef) yield field.invalid('resource', 'fieldRef and resourceFieldRef can not be specified simultaneously');
  } else if (resourceFieldRef) {
    yield* validateResourceReference(resourceFieldRef, field.at('resourceFieldRef'), { inVolume: true });
  } else {
    yield field.required('one of fieldRef and resourceFieldRef is required');
  }
  yield* validateFileMode(mode, field.at('mode'));
}

export function* validateProjected({ sources, defaultMode }: ProjectedVolumeSource, field: Field): FieldErrors {
  yield* validateFileMode(defaultMode, field.at('defaultMode'));
  const taken = new Set<string>();
  for (const [index, source] of sources?.entries() ?? []) {
    const at = field.at('sources', index);
    yield* validateProjection(source, taken, at, field);
    if (Object.values(source).filter((given) => given !== undefined).length > 1)
      yield at.forbidden('may not specify more than 1 volume type per source');
  }
}

/** Conflicts of paths are reported for the volume, as they are between its sources. */
function* validateProjection(source: VolumeProjection, taken: Set<string>, field: Field, volume: Field): FieldErrors {
  const { secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = source;
  for (const [name, keyed] of [['secret', secret] as const, ['configMap', configMap] as const]) {
    if (!keyed) continue;
    if (!keyed.name) yield field.at(name, 'name').required();
    for (const [index, item] of keyed.items?.entries() ?? []) {
      yield* validateItem(item, field.at(name, 'items', index));
      yield* take(item.path, taken, volume, keyed.name ?? '');
    }
  }
  for (const file of downwardAPI?.items ?? []) {
    yield* validateDownwardFile(file, field.at('downwardAPI'));
    yield* take(file.path, taken, volume, file.path);
  }
  if (serviceAccountToken)
    yield* validateToken(serviceAccountToken, field.at('serviceAccountToken', 'expirationSeconds'), volume.at('path'));
  if (clusterTrustBundle) {
    yield* validateTrustBundle(clusterTrustBundle, field.at('clusterTrustBundle'));
    yield* take(clusterTrustBundle.path, taken, volume, clusterTrustBundle.path);
  }
  if (podCertificate) yield* validateCertificate(podCertificate, taken, field.at('podCertificate'), volume);
}

function* validateCertificate(source: PodCertificateProjection, taken: Set<string>, field: Field, volume: Field): FieldErrors {
  yield* validatePodCertificate(source, field);
  const names = certificatePaths.filter((name) => source[name]);
  for (const name of names) {
    const path = source[name] ?? '';
    yield* validateLocalPath(path, field.at(name));
    yield* take(path, taken, volume, path);
  }
  if (names.length === 0) yield field.required(`specify at least one of credentialBundlePath, keyPath, and certificateChainPath`);
}

function* take(path: string, taken: Set<string>, field: Field, shown: string): FieldErrors {
  if (!path) return;
  if (taken.has(path)) yield field.invalid(shown, 'conflicting duplicate paths');
  taken.add(path);
}

const minLifetimeSeconds = 600;
const maxLifetimeSeconds = 2 ** 32;

function* validateToken({ expirationSeconds = 0, path }: ServiceAccountTokenProjection, lifetime: Field, pathField: Field): FieldErrors {
  if (expirationSeconds < minLifetimeSeconds) yield lifetime.invalid(expirationSeconds, 'may not specify a duration less than 10 minutes');
  if (expirationSeconds > maxLifetimeSeconds)
    yield lifetime.invalid(expirationSeconds, 'may not specify a duration larger than 2^32 seconds');
  if (!path) yield pathField.required();
  else yield* validateLocalPath(path, pathField);
}
