import type { Field, FieldErrors } from '../../../model/field.ts';
import { compareQuantities } from '../../../model/quantity.ts';
import { describeDifference } from '../../go-form.ts';
import { isSame } from '../../same.ts';
import type { PersistentVolumeClaim } from './index.ts';
import { PersistentVolumeClaimSpec } from './schema.ts';
import { storageClassAnnotation } from './storage-class.ts';

type Claim = Readonly<PersistentVolumeClaim>;

/** Bound claims may grow and change their attributes; everything else stays, except for what the binder fills in. */
export function* validateClaimUpdate(next: Claim, previous: Claim, field: Field): FieldErrors {
  const nextAnnotation = next.metadata.annotations?.[storageClassAnnotation];
  if (!isClassFromAnnotation(next, previous) && nextAnnotation !== previous.metadata.annotations?.[storageClassAnnotation]) {
    yield field
      .at('metadata', 'annotations')
      .key(storageClassAnnotation)
      .invalid(nextAnnotation ?? '', 'field is immutable');
  }
  const [nextKept, previousKept] = keptParts(next, previous);
  if (!isSame(PersistentVolumeClaimSpec, nextKept, previousKept)) {
    const difference = describeDifference(PersistentVolumeClaimSpec, previousKept, nextKept);
    yield field
      .at('spec')
      .forbidden(
        `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n${difference}`,
      );
  }
  yield* validateSize(next, previous, field.at('spec', 'resources', 'requests', 'storage'));
  if (next.spec.volumeMode !== previous.spec.volumeMode) {
    yield field.at('volumeMode').invalid(next.spec.volumeMode ?? null, 'field is immutable');
  }
  yield* validateAttributesClass(next, previous, field.at('spec', 'volumeAttributesClassName'));
}

/** A class that was named in the annotation moves to the field. */
function isClassFromAnnotation(next: Claim, previous: Claim): boolean {
  const annotation = previous.metadata.annotations?.[storageClassAnnotation];
  const nextAnnotation = next.metadata.annotations?.[storageClassAnnotation];
  return (
    annotation !== undefined &&
    previous.spec.storageClassName === undefined &&
    next.spec.storageClassName === annotation &&
    (nextAnnotation === undefined || nextAnnotation === annotation)
  );
}

/** Both specs without the changes that are fine. */
function keptParts(next: Claim, previous: Claim): [next: PersistentVolumeClaimSpec, previous: PersistentVolumeClaimSpec] {
  const kept: PersistentVolumeClaimSpec = { ...next.spec };
  const before: PersistentVolumeClaimSpec = { ...previous.spec };
  if (!before.volumeName && kept.volumeName) before.volumeName = kept.volumeName;
  const annotation = previous.metadata.annotations?.[storageClassAnnotation];
  if (before.storageClassName === undefined && (annotation === undefined || annotation === kept.storageClassName))
    delete kept.storageClassName;
  if (next.status.phase !== 'Bound') return [kept, before];
  const { resources = {} } = kept;
  if (resources.requests) {
    kept.resources = { ...resources, requests: { ...resources.requests, storage: before.resources?.requests?.['storage'] ?? '0' } };
  }
  delete kept.volumeAttributesClassName;
  if (before.volumeAttributesClassName !== undefined) kept.volumeAttributesClassName = before.volumeAttributesClassName;
  return [kept, before];
}

function* validateSize(next: Claim, previous: Claim, field: Field): FieldErrors {
  const size = next.spec.resources?.requests?.['storage'] ?? '0';
  if (compareQuantities(size, previous.spec.resources?.requests?.['storage'] ?? '0') >= 0) return;
  // Growth that has not happened yet can be taken back.
  if (compareQuantities(size, previous.status.capacity?.['storage'] ?? '0') <= 0) {
    yield field.forbidden('field can not be less than status.capacity');
  }
}

function* validateAttributesClass(next: Claim, { spec, status }: Claim, field: Field): FieldErrors {
  const { volumeAttributesClassName } = next.spec;
  if (volumeAttributesClassName === spec.volumeAttributesClassName || status.currentVolumeAttributesClassName === undefined) return;
  const since = 'is forbidden when status.currentVolumeAttributesClassName is not nil';
  if (volumeAttributesClassName === undefined) yield field.forbidden(`update to nil ${since}`);
  else if (volumeAttributesClassName === '') yield field.forbidden(`update to empty string ${since}`);
}
