import { Field, type FieldError, type FieldErrors } from '../../model/field.ts';
import type { Kind } from '../../model/kind.ts';
import { validateAnyMetadataUpdate } from '../../model/metadata-validation.ts';
import { problemsOfSteps, usualOrder, type RuleStep } from '../../model/rule-steps.ts';
import { prepareStatusUpdate, prepareSubresourceUpdate, prepareUpdate, type Update } from './prepare.ts';

/** What an update of an object, or of a part of it through a subresource, may change. */
export interface UpdateRules {
  readonly steps: readonly RuleStep[];
  /** Keeps or derives what such an update may not set. Changes the next object. */
  prepare(kind: Kind, update: Update): void;
  /** The rules of the step `change`. */
  validateChange(kind: Kind, update: Update, field: Field): FieldErrors;
}

/** Undefined for subresources through which the object cannot be updated. */
export function updateRules({ subresourceUpdates, ruleOrder }: Kind, subresource: string): UpdateRules | undefined {
  if (subresource === '') {
    return {
      steps: ruleOrder?.update ?? usualOrder.update,
      prepare: prepareUpdate,
      validateChange: (kind, { next, previous, write }, field) => kind.validateUpdate?.(next, previous, field, write) ?? [],
    };
  }
  if (subresource === 'status') {
    return {
      steps: ruleOrder?.status ?? usualOrder.status,
      prepare: prepareStatusUpdate,
      validateChange: (kind, { next, previous, write }, field) => kind.validateStatusUpdate?.(next, previous, field, write) ?? [],
    };
  }
  const own = subresourceUpdates?.[subresource];
  if (!own) return undefined;
  return {
    steps: own.steps ?? usualOrder.status,
    prepare: (kind, update) => prepareSubresourceUpdate(kind, own, update),
    validateChange: (_kind, { next, previous, write }, field) => own.validate(next, previous, field, write),
  };
}

/** Every problem of an update: what all kinds have in common, what has been found already, then the rest. */
export function* problemsOfUpdate(rules: UpdateRules, kind: Kind, update: Update, found: readonly FieldError[] = []): FieldErrors {
  const { next, previous } = update;
  yield* validateAnyMetadataUpdate(next.metadata, previous.metadata, { kind, field: new Field('metadata') });
  yield* found;
  yield* problemsOfSteps(rules.steps, { kind, ...update, change: (field) => rules.validateChange(kind, update, field) });
}
