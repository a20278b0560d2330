import type { Field, FieldErrors } from '../../../model/field.ts';
import { checkPathSegment } from '../../../model/names.ts';
import { allInvalid } from '../../field-checks.ts';
import type { CrossVersionObjectReference } from './schema.ts';

interface ReferenceRule {
  /** Whether the version alone, as of the core API, will not do. */
  readonly needsGroup: boolean;
  /** For what was accepted before the version was checked. */
  readonly anyVersion?: boolean;
}

export function* validateReference(
  { kind, name, apiVersion = '' }: CrossVersionObjectReference,
  { needsGroup, anyVersion = false }: ReferenceRule,
  field: Field,
): FieldErrors {
  if (!kind) yield field.at('kind').required();
  else yield* validateSegment(kind, field.at('kind'));
  if (!name) yield field.at('name').required();
  else yield* validateSegment(name, field.at('name'));
  if (anyVersion) return;
  const parts = apiVersion === '/' ? [''] : apiVersion.split('/');
  const at = field.at('apiVersion');
  if (parts.length > 2) yield at.invalid(apiVersion, `unexpected GroupVersion string: ${apiVersion}`);
  else if (needsGroup && !(parts.length === 2 && parts[0])) yield at.invalid(apiVersion, 'apiVersion must specify API group');
}

/** Something that becomes part of a path of the API. */
export const validateSegment = (value: string, field: Field): FieldErrors => allInvalid(value, checkPathSegment(value), field);
