import { Field, type FieldError, type FieldErrors } from '../../../model/field.ts';
import { embeddedProblems } from '../schema-values/embedded-metadata.ts';
import { hasUnknownFields } from '../schema-values/prune.ts';
import { validateValue } from '../schema-values/value-validation.ts';
import { itemsOf } from './json-schema.ts';
import type { JSONSchemaProps } from './schema.ts';

type Schema = Readonly<JSONSchemaProps>;

export interface DefaultsOptions {
  /** Whether defaults may only have fields that their schemas know. */
  readonly mustBePruned: boolean;
}

/** Defaults must be what their own schemas ask for. Below additional properties there are none. */
export const validateDefaults = (schema: Schema, field: Field, options: DefaultsOptions): FieldErrors =>
  visit({ ...schema, 'x-kubernetes-embedded-resource': true }, field, options);

/** The object that a default of metadata becomes part of, and where it goes there. */
interface Surroundings {
  readonly schema: Schema;
  readonly wrap: (value: unknown) => unknown;
}

function* visit(schema: Schema, field: Field, options: DefaultsOptions, around?: Surroundings, insideMeta = false): FieldErrors {
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const object = isEmbedded || !around ? { schema, wrap: (value: unknown) => value } : around;
  if (schema.default !== undefined) {
    const at = field.at('default');
    yield* insideMeta && !isEmbedded ? metaDefault(schema, schema.default, object, at) : ownDefault(schema, schema.default, at, options);
  }
  const isMeta = insideMeta && !isEmbedded;
  const items = itemsOf(schema);
  if (items) yield* visit(items, field.at('items'), options, { ...object, wrap: (value) => object.wrap([value]) }, isMeta);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const inner = { ...object, wrap: (value: unknown) => object.wrap({ [name]: value }) };
    const startsMeta = isEmbedded && (name === 'metadata' || name === 'apiVersion' || name === 'kind');
    yield* visit(property, field.at('properties').key(name), options, inner, isMeta || startsMeta);
  }
}

function* ownDefault(schema: Schema, value: unknown, field: Field, { mustBePruned }: DefaultsOptions): FieldErrors {
  if (mustBePruned && hasUnknownFields(value, schema)) yield field.invalid(value, 'must not have unknown fields');
  const problems = embeddedProblems(value, schema, field);
  yield* problems.length > 0 ? problems : validateValue(schema, value, field);
}

function* metaDefault(schema: Schema, value: unknown, { schema: root, wrap }: Surroundings, field: Field): FieldErrors {
  const object = { kind: 'Validation', apiVersion: 'validation/v1', ...(wrap(value) as object) };
  const problems = embeddedProblems(object, root, new Field());
  if (problems.length > 0) yield field.invalid(value, `must result in valid metadata: ${allOf(problems)}`);
  else yield* validateValue(schema, value, field);
}

function allOf(problems: readonly FieldError[]): string {
  const texts = [...new Set(problems.map(({ field, message }) => `${field}: ${message}`))];
  return texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
}
