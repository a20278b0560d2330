import type { Field, FieldErrors } from '../../../model/field.ts';
import { validateLabelSelector } from '../../../model/label-validation.ts';
import { validateDnsLabel, validateDnsSubdomain, validateOneOf } from '../../field-checks.ts';
import { validateTemplateMetadata } from '../../template-metadata-validation.ts';
import { validateAccessModes, volumeModes } from '../access-modes.ts';
import type { PersistentVolumeClaimTemplate } from '../pod/volume.ts';
import type { TypedLocalObjectReference, TypedObjectReference } from '../reference.ts';
import { validatePositiveQuantity, validateResourceQuantity } from '../resource-validation.ts';
import type { PersistentVolumeClaimSpec } from './schema.ts';

export function* validateClaimSpec(spec: Readonly<PersistentVolumeClaimSpec>, field: Field): FieldErrors {
  const { selector, storageClassName, volumeMode, dataSource, dataSourceRef, volumeAttributesClassName } = spec;
  if (!spec.accessModes?.length) yield field.at('accessModes').required('at least 1 access mode is required');
  if (selector) yield* validateLabelSelector(selector, field.at('selector'));
  yield* validateAccessModes(spec.accessModes ?? [], field.at('accessModes'));
  yield* validateStorage(spec.resources?.requests?.['storage'], field.at('resources').key('storage'));
  if (storageClassName) yield* validateDnsSubdomain(storageClassName, field.at('storageClassName'));
  yield* validateOneOf(volumeMode, volumeModes, field.at('volumeMode'));
  if (dataSource) yield* validateDataSource(dataSource, field.at('dataSource'));
  if (dataSourceRef) yield* validateDataSource(dataSourceRef, field.at('dataSourceRef'));
  if (dataSource && dataSourceRef?.namespace) {
    yield field.invalid({}, 'may not be specified when dataSourceRef.namespace is specified');
  } else if (dataSource && dataSourceRef && !isSameSource(dataSource, dataSourceRef)) {
    yield field.invalid({}, 'must match dataSourceRef');
  }
  if (volumeAttributesClassName) yield* validateDnsSubdomain(volumeAttributesClassName, field.at('volumeAttributesClassName'));
}

function* validateStorage(quantity: string | undefined, field: Field): FieldErrors {
  if (quantity === undefined) {
    yield field.required();
    return;
  }
  const problems = [...validatePositiveQuantity(quantity, field)];
  yield* problems.length > 0 ? problems : validateResourceQuantity('storage', quantity, field);
}

function* validateDataSource(source: TypedLocalObjectReference & Partial<TypedObjectReference>, field: Field): FieldErrors {
  const { name, kind, apiGroup, namespace } = source;
  if (!name) yield field.at('name').required();
  if (!kind) yield field.at('kind').required();
  if (!apiGroup && kind !== 'PersistentVolumeClaim') {
    yield field.invalid(kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
  }
  if (apiGroup) yield* validateDnsSubdomain(apiGroup, field.at('apiGroup'));
  if (namespace) yield* validateDnsLabel(namespace, field.at('namespace'));
}

const isSameSource = (a: TypedLocalObjectReference, b: TypedObjectReference): boolean =>
  (a.apiGroup ?? undefined) === (b.apiGroup ?? undefined) && a.kind === b.kind && a.name === b.name;

/** A claim that is made for each pod. Its name comes from the pod, so all that its metadata can hold is labels and annotations. */
export function* validateClaimTemplate({ metadata = {}, spec }: Readonly<PersistentVolumeClaimTemplate>, field: Field): FieldErrors {
  yield* validateTemplateMetadata(metadata, field.at('metadata'));
  yield* validateClaimSpec(spec, field.at('spec'));
}
