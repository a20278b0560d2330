import type { Field, FieldErrors } from '../../model/field.ts';
import { quantityMilliValue, quantitySign, quantityValue } from '../../model/quantity.ts';
import { mustNotBeNegative, validateQualifiedName } from '../field-checks.ts';
import {
  isContainerResource,
  isExtendedResource,
  isIntegerResource,
  isNativeResource,
  isPodLevelResource,
  isQuotaResource,
  isStandardResource,
} from './resource-name.ts';

export function* validateResourceName(name: string, field: Field): FieldErrors {
  const problems = [...validateQualifiedName(name, field)];
  yield* problems;
  if (problems.length === 0 && !name.includes('/') && !isStandardResource(name)) {
    yield field.invalid(name, 'must be a standard resource type or fully qualified');
  }
}

export function* validateContainerResourceName(name: string, field: Field): FieldErrors {
  if (isContainerResource(name) && !name.startsWith('hugepages-')) return;
  yield* validateResourceName(name, field);
  if (!name.includes('/')) {
    if (!isContainerResource(name)) yield field.invalid(name, 'must be a standard resource for containers');
  } else if (!isNativeResource(name) && !isExtendedResource(name)) {
    yield field.invalid(name, "doesn't follow extended resource name standard");
  }
}

export function* validatePodResourceName(name: string, field: Field): FieldErrors {
  const problems = [...validateResourceName(name, field)];
  yield* problems;
  if (problems.length === 0 && !isPodLevelResource(name)) yield field.notSupported(name, ['cpu', 'hugepages-', 'memory']);
}

export function* validateQuotaResourceName(name: string, field: Field): FieldErrors {
  yield* validateResourceName(name, field);
  if (!name.includes('/') && !isQuotaResource(name)) yield field.invalid(name, 'must be a standard resource for quota');
}

export function* validateResourceQuantity(name: string, quantity: string, field: Field): FieldErrors {
  if (quantitySign(quantity) < 0) yield field.invalid(quantity, mustNotBeNegative);
  if (isIntegerResource(name) && quantityMilliValue(quantity) % 1000 !== 0) yield field.invalid(quantity, 'must be an integer');
}

export function* validateBasicResource(quantity: string, field: Field): FieldErrors {
  if (quantityValue(quantity) < 0) yield field.invalid(quantityValue(quantity), 'must be a valid resource quantity');
}

export function* validatePositiveQuantity(quantity: string, field: Field): FieldErrors {
  if (quantitySign(quantity) <= 0) yield field.invalid(quantity, 'must be greater than zero');
}
