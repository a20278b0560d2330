import { Field, type FieldErrors } from './field.ts';
import type { Kind, KubeObject, Write } from './kind.ts';
import { validateMetadata, validateMetadataChange } from './metadata-validation.ts';

/**
 * One part of what is checked when an object is written:
 * - `metadata`: what holds for all metadata, with the kind's own rule for names;
 * - `metadataChange`: how metadata may change;
 * - `object`: `validate`;
 * - `new`: `validateCreate`;
 * - `change`: `validateUpdate`, `validateStatusUpdate` or the rules of another subresource.
 */
export type RuleStep = 'metadata' | 'metadataChange' | 'object' | 'new' | 'change';

/**
 * Which parts of the rules apply, and in which order. Clients see it: causes are listed as they are found, and what two
 * parts complain of is listed twice. What all updates have in common comes first anyway.
 */
export interface RuleOrder {
  readonly create?: readonly RuleStep[];
  readonly update?: readonly RuleStep[];
  readonly status?: readonly RuleStep[];
}

export const usualOrder = {
  create: ['metadata', 'object', 'new'],
  update: ['metadataChange', 'object', 'change'],
  status: ['metadataChange', 'change'],
} as const satisfies RuleOrder;

/** What is judged. There is no previous object when one is created. */
export interface Judged<T extends KubeObject> {
  readonly kind: Kind<T>;
  readonly next: Readonly<T>;
  readonly previous?: Readonly<T>;
  readonly write: Write;
  /** The rules of the step `change`. */
  readonly change?: (field: Field) => FieldErrors;
}

export function* problemsOfSteps<T extends KubeObject>(steps: readonly RuleStep[], judged: Judged<T>): FieldErrors {
  const { kind, next, previous, write, change } = judged;
  const field = new Field();
  const metadata = { kind, field: field.at('metadata') };
  const rules: Readonly<Record<RuleStep, () => FieldErrors | undefined>> = {
    metadata: () => validateMetadata(next.metadata, { ...metadata, object: next }),
    metadataChange: () => previous && validateMetadataChange(next.metadata, previous.metadata, metadata),
    object: () => kind.validate?.(next, field, write),
    new: () => kind.validateCreate?.(next, field, write),
    change: () => change?.(field),
  };
  for (const step of steps) yield* rules[step]() ?? [];
}
