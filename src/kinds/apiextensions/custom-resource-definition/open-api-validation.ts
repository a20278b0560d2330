import type { Field, FieldErrors } from '../../../model/field.ts';
import { findField } from './field-path.ts';
import { additionalOf, itemsOf } from './json-schema.ts';
import { validateListAndMapTypes } from './list-type-validation.ts';
import type { JSONSchemaProps, ValidationRule } from './schema.ts';
import type { Strictness } from './strictness.ts';
import { unsupportedProblem } from './structural.ts';

type Schema = Readonly<JSONSchemaProps>;

export const knownTypes: readonly string[] = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

interface Surroundings {
  readonly strictness: Pick<Strictness, 'types' | 'atomicSets' | 'mapKeys'>;
  readonly isRoot?: boolean;
  /** Why there may be no defaults here, if so. */
  readonly noDefaults?: string;
  readonly insideMeta?: boolean;
}

/** The rules for each schema of a definition, wherever it stands in it. */
export function* validateOpenApiSchema(schema: Schema, field: Field, around: Surroundings): FieldErrors {
  const { isRoot = false, ...inherited } = around;
  yield* validateSupported(schema, field, around);
  if (schema.uniqueItems) {
    const why = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';
    yield field.at('uniqueItems').forbidden(why);
  }
  const { properties = {}, additionalProperties } = schema;
  if (additionalProperties !== undefined && additionalProperties !== true && Object.keys(properties).length > 0) {
    yield field.at('additionalProperties').forbidden('additionalProperties and properties are mutual exclusive');
  }
  const additional = additionalOf(schema);
  if (additional) {
    const reason = 'inside additionalProperties applying to object metadata';
    const below = inherited.insideMeta ? { ...inherited, noDefaults: reason } : inherited;
    yield* validateOpenApiSchema(additional, field.at('additionalProperties'), below);
  }
  for (const [name, property] of Object.entries(properties)) {
    const isMeta = (isRoot || schema['x-kubernetes-embedded-resource']) && ['metadata', 'kind', 'apiVersion'].includes(name);
    const below = {
      ...inherited,
      ...(isMeta && { insideMeta: true }),
      ...(isMeta && isRoot && { noDefaults: `in top-level ${name}` }),
    };
    yield* validateOpenApiSchema(property, field.at('properties').key(name), below);
  }
  yield* validateNested(schema, field, inherited);
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    yield field.at('x-kubernetes-preserve-unknown-fields').invalid(false, 'must be true or undefined');
  }
  yield* validateListAndMapTypes(schema, field, around.strictness);
  for (const [index, rule] of schema['x-kubernetes-validations']?.entries() ?? []) {
    yield* validateRule(rule, schema, field.at('x-kubernetes-validations', index));
  }
}

function* validateNested(schema: Schema, field: Field, around: Surroundings): FieldErrors {
  const { not, allOf = [], oneOf = [], anyOf = [], items, definitions = {}, dependencies = {} } = schema;
  if (not) yield* validateOpenApiSchema(not, field.at('not'), around);
  for (const [name, nested] of Object.entries({ allOf, oneOf, anyOf })) {
    for (const [index, inner] of nested.entries()) yield* validateOpenApiSchema(inner, field.at(name, index), around);
  }
  for (const [name, inner] of Object.entries(definitions)) yield* validateOpenApiSchema(inner, field.at('definitions').key(name), around);
  const single = itemsOf(schema);
  if (single) yield* validateOpenApiSchema(single, field.at('items'), around);
  for (const [index, inner] of Array.isArray(items) ? items.entries() : []) {
    yield* validateOpenApiSchema(inner, field.at('items', index), around);
  }
  for (const [name, inner] of Object.entries(dependencies)) {
    // Some are lists of names; what is neither is kept as null.
    if (inner && !Array.isArray(inner)) yield* validateOpenApiSchema(inner, field.at('dependencies').key(name), around);
  }
}

function* validateSupported(schema: Schema, field: Field, { strictness, noDefaults, insideMeta = false }: Surroundings): FieldErrors {
  const { type } = schema;
  if (strictness.types && type && !knownTypes.includes(type)) yield field.at('type').notSupported(type, knownTypes);
  if (schema.default !== undefined && noDefaults) yield field.at('default').forbidden(`must not be set ${noDefaults}`);
  const unsupported = {
    id: Boolean(schema.id),
    additionalItems: schema.additionalItems !== undefined,
    patternProperties: Object.keys(schema.patternProperties ?? {}).length > 0,
    definitions: Object.keys(schema.definitions ?? {}).length > 0,
    dependencies: schema.dependencies !== undefined,
    $ref: schema.$ref !== undefined,
  };
  for (const [name, isGiven] of Object.entries(unsupported)) if (isGiven) yield field.at(name).forbidden(`${name} is not supported`);
  if (type === 'null') yield field.at('type').forbidden('type cannot be set to null, use nullable as an alternative');
  if (Array.isArray(schema.items) && schema.items.length > 0) {
    yield field.at('items').forbidden('items must be a schema object and not an array');
  }
  if (insideMeta && schema['x-kubernetes-embedded-resource']) {
    yield field.at('x-kubernetes-embedded-resource').forbidden('must not be used inside of resource meta');
  }
}

const reasons: readonly string[] = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const hasLineBreaks = (text: string): boolean => /[\n\r]/.test(text);

/** Whether the expressions make sense is found out where they are compiled. */
function* validateRule(given: Readonly<ValidationRule>, schema: Schema, field: Field): FieldErrors {
  const { rule, message = '', messageExpression = '', reason, fieldPath = '' } = given;
  const text = message.trim();
  const at = field.at('message');
  if (!rule.trim()) yield field.at('rule').required('rule is not specified');
  else if (message && !text) yield at.invalid(message, 'must be non-empty if specified');
  else if (hasLineBreaks(text)) yield at.invalid(message, 'must not contain line breaks');
  else if (hasLineBreaks(rule.trim()) && !text) yield at.required('message must be specified if rule contains line breaks');
  if (messageExpression && !messageExpression.trim()) {
    yield field.at('messageExpression').required('messageExpression must be non-empty if specified');
  }
  if (reason !== undefined && !reasons.includes(reason)) yield field.at('reason').notSupported(reason, reasons);
  if (fieldPath && !fieldPath.trim()) yield field.at('fieldPath').invalid(fieldPath, 'must be non-empty if specified');
  if (hasLineBreaks(fieldPath)) yield field.at('fieldPath').invalid(fieldPath, 'must not contain line breaks');
  if (fieldPath && unsupportedProblem(schema) === undefined && typeof findField(fieldPath, schema) === 'string') {
    yield field.at('fieldPath').invalid(fieldPath, 'must be a valid path');
  }
}
