import { Field, type FieldErrors } from '../../model/field.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import { validateMetadataUpdate } from '../../model/metadata-validation.ts';
import { prepareStatusUpdate, prepareSubresourceUpdate, prepareUpdate, type Update } from './prepare.ts';

/** What an update of an object, or of a part of it through a subresource, may change. */
export interface UpdateRules {
  /** Keeps or derives what such an update may not set. Changes the next object. */
  prepare(kind: Kind, update: Update): void;
  validate(kind: Kind, next: Readonly<KubeObject>, previous: Readonly<KubeObject>, field: Field): FieldErrors;
}

const main: UpdateRules = {
  prepare: prepareUpdate,
  *validate(kind, next, previous, field) {
    yield* kind.validate?.(next, field) ?? [];
    yield* kind.validateUpdate?.(next, previous, field) ?? [];
  },
};

const status: UpdateRules = {
  prepare: prepareStatusUpdate,
  validate: (kind, next, previous, field) => kind.validateStatusUpdate?.(next, previous, field) ?? [],
};

/** Undefined for subresources through which the object cannot be updated. */
export function updateRules({ subresourceUpdates }: Kind, subresource: string): UpdateRules | undefined {
  if (subresource === '') return main;
  if (subresource === 'status') return status;
  const own = subresourceUpdates?.[subresource];
  if (!own) return undefined;
  return {
    prepare: (kind, update) => prepareSubresourceUpdate(kind, own, update),
    validate: (_kind, next, previous, field) => own.validate(next, previous, field),
  };
}

/** Every problem of an update: of the metadata, then of the rest. */
export function* problemsOfUpdate(
  rules: UpdateRules,
  { kind, next, previous }: Pick<Update, 'next' | 'previous'> & { kind: Kind },
): FieldErrors {
  const field = new Field();
  yield* validateMetadataUpdate(next.metadata, previous.metadata, { kind, field: field.at('metadata') });
  yield* rules.validate(kind, next, previous, field);
}
