import { RE2JS, RE2JSSyntaxException } from 're2js';
import { Field, type FieldError, type FieldErrors } from '../../../model/field.ts';
import { additionalOf, itemsOf } from './json-schema.ts';
import type { JSONSchemaProps } from './schema.ts';

type Schema = Readonly<JSONSchemaProps>;
type Level = 'root' | 'item' | 'field';

/**
 * A structural schema tells the type of every field outside of `allOf` and the like, which only judge values (KEP-1693).
 * That is what pruning, defaulting and server-side apply need.
 */
export function structuralProblems(schema: Schema, field: Field): FieldError[] {
  const problems = [...invariants(schema, 'root', field), ...completeness(schema, schema, field, field)];
  return problems.sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

/** What no structural schema can have, wherever in it, the first that is found; as upstream's reader of schemas says it. */
export function unsupportedProblem(schema: Schema): string | undefined {
  const names = [
    schema.id && 'id',
    schema.$schema && 'schema',
    schema.$ref && '$ref',
    Object.keys(schema.patternProperties ?? {}).length > 0 && 'patternProperties',
    Object.keys(schema.dependencies ?? {}).length > 0 && 'dependencies',
    schema.additionalItems !== undefined && 'additionalItems',
    Object.keys(schema.definitions ?? {}).length > 0 && 'definitions',
  ];
  const name = names.find(Boolean);
  if (name) return `OpenAPIV3Schema '${name}' is not supported`;
  const { not, allOf = [], anyOf = [], oneOf = [], properties = {} } = schema;
  const nested = firstProblem([...(not ? [not] : []), ...allOf, ...anyOf, ...oneOf]);
  if (nested) return nested;
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
  }
  if (Array.isArray(schema.items)) return "OpenAPIV3Schema 'items' must be a schema, but is an array";
  return firstProblem([itemsOf(schema), ...Object.values(properties), additionalOf(schema)]);
}

function firstProblem(schemas: readonly (Schema | undefined)[]): string | undefined {
  for (const schema of schemas) {
    const problem = schema && unsupportedProblem(schema);
    if (problem) return problem;
  }
  return undefined;
}

export const isStructural = (schema: Schema): boolean =>
  unsupportedProblem(schema) === undefined && structuralProblems(schema, new Field()).length === 0;

const textOf = ({ field, message }: FieldError): string => `${field}: ${message}`;

const untyped: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

function* invariants(schema: Schema, level: Level, field: Field): FieldErrors {
  const { type = '', properties = {}, additionalProperties } = schema;
  const items = itemsOf(schema);
  if (type === 'array' && !items) yield field.at('items').required('must be specified');
  if (items) yield* invariants(items, 'item', field.at('items'));
  for (const [name, property] of Object.entries(properties)) yield* invariants(property, 'field', field.at('properties').key(name));
  if (additionalProperties !== undefined && level === 'root')
    yield field.at('additionalProperties').forbidden('must not be used at the root');
  const additional = additionalOf(schema);
  if (additional) yield* invariants(additional, 'field', field.at('additionalProperties'));
  yield* extensions(schema, field);
  yield* valueRules(schema, field);
  yield* typeRules(schema, level, field);
  yield* metadataRules(schema, level, field);
}

function* extensions(schema: Schema, field: Field): FieldErrors {
  if (!schema['x-kubernetes-int-or-string']) return;
  for (const name of ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const) {
    if (schema[name]) yield field.at(name).invalid(true, 'must be false if x-kubernetes-int-or-string is true');
  }
}

function* typeRules(schema: Schema, level: Level, field: Field): FieldErrors {
  const { type = '', additionalProperties, properties = {} } = schema;
  const at = field.at('type');
  const embedded = schema['x-kubernetes-embedded-resource'] ?? false;
  const keepsUnknown = schema['x-kubernetes-preserve-unknown-fields'] ?? false;
  if (embedded && type !== 'object') {
    const rule = 'must be object if x-kubernetes-embedded-resource is true';
    yield type ? at.invalid(type, rule) : at.required(rule);
  } else if (!type && !schema['x-kubernetes-int-or-string'] && !keepsUnknown) {
    yield at.required(untyped[level]);
  }
  if (embedded && additionalProperties !== undefined) {
    yield field.at('additionalProperties').forbidden('must not be used if x-kubernetes-embedded-resource is set');
  }
  if (level === 'root' && type && type !== 'object') yield at.invalid(type, 'must be object at the root');
  if (embedded && !keepsUnknown && Object.keys(properties).length === 0) {
    const without = 'if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
    yield field.at('properties').required(`must not be empty ${without}`);
  }
}

function* metadataRules(schema: Schema, level: Level, field: Field): FieldErrors {
  const isResource = level === 'root' || schema['x-kubernetes-embedded-resource'] === true;
  const { kind, apiVersion, metadata } = schema.properties ?? {};
  const at = field.at('properties');
  for (const [name, property] of Object.entries({ kind, apiVersion })) {
    if (property && isResource && property.type !== 'string')
      yield at
        .key(name)
        .at('type')
        .invalid(property.type ?? '', 'must be string');
  }
  if (!metadata) return;
  const { type, properties = {}, default: _, ...rest } = metadata;
  const isMore = Object.values(rest).some((value) => value !== '' && value !== false && !(Array.isArray(value) && value.length === 0));
  if (isResource && type !== 'object')
    yield at
      .key('metadata')
      .at('type')
      .invalid(type ?? '', 'must be object');
  const isNamesOnly = Object.keys(properties).every((name) => name === 'name' || name === 'generateName');
  if (level === 'root' && (!isNamesOnly || isMore)) {
    const rule = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
    yield at.key('metadata').forbidden(rule);
  }
}

/** Numbers or strings are the one thing that is told by `anyOf`. */
const isIntOrString = (anyOf: readonly Schema[] | undefined): boolean =>
  anyOf?.length === 2 && JSON.stringify(anyOf) === '[{"type":"integer"},{"type":"string"}]';

/** The parts of a schema that judge values. */
function* valueRules(schema: Schema, field: Field, { mayHaveRules = true }: { mayHaveRules?: boolean } = {}): FieldErrors {
  const { anyOf, allOf = [], oneOf = [], not, pattern } = schema;
  if (!isIntOrString(anyOf)) yield* nestedAll(anyOf ?? [], field.at('anyOf'), { mayHaveRules: false });
  for (const [index, nested] of allOf.entries()) {
    const skipsAnyOf = index === 0 && isIntOrString(nested.anyOf);
    const { anyOf: _, ...withoutAnyOf } = nested;
    yield* nestedRules(skipsAnyOf ? withoutAnyOf : nested, field.at('allOf', index), { mayHaveRules });
  }
  yield* nestedAll(oneOf, field.at('oneOf'), { mayHaveRules: false });
  if (not) yield* nestedRules(not, field.at('not'), { mayHaveRules: false });
  const problem = pattern ? patternProblem(pattern) : undefined;
  if (problem) yield field.at('pattern').invalid(pattern, `must be a valid regular expression, but isn't: ${problem}`);
}

function patternProblem(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error.message;
    throw error;
  }
}

function* nestedAll(schemas: readonly Schema[], field: Field, options: { mayHaveRules: boolean }): FieldErrors {
  for (const [index, schema] of schemas.entries()) yield* nestedRules(schema, field.at(index), options);
}

/** What schemas that only judge values may not say, and what upstream says to that. */
const forbiddenInside = {
  type: 'must be empty to be structural',
  additionalProperties: 'must be undefined to be structural',
  default: 'must be undefined to be structural',
  title: 'must be empty to be structural',
  description: 'must be empty to be structural',
  nullable: 'must be false to be structural',
  'x-kubernetes-preserve-unknown-fields': 'must be false to be structural',
  'x-kubernetes-embedded-resource': 'must be false to be structural',
  'x-kubernetes-int-or-string': 'must be false to be structural',
  'x-kubernetes-list-map-keys': 'must be empty to be structural',
  'x-kubernetes-list-type': 'must be undefined to be structural',
  'x-kubernetes-map-type': 'must be undefined to be structural',
} as const;

/** Of these, an empty value counts as well. */
const mayBeEmpty: ReadonlySet<string> = new Set(['default', 'x-kubernetes-list-type', 'x-kubernetes-map-type']);

function* nestedRules(schema: Schema, field: Field, options: { mayHaveRules: boolean }): FieldErrors {
  yield* valueRules(schema, field, options);
  const items = itemsOf(schema);
  if (items) yield* nestedRules(items, field.at('items'), options);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    yield* nestedRules(property, field.at('properties').key(name), options);
  }
  for (const name of Object.keys(forbiddenInside) as (keyof typeof forbiddenInside)[]) {
    const value = schema[name];
    const isSet = Array.isArray(value) ? value.length > 0 : mayBeEmpty.has(name) ? value !== undefined : Boolean(value);
    if (isSet) yield field.at(name).forbidden(forbiddenInside[name]);
  }
  if (!options.mayHaveRules && schema['x-kubernetes-validations']?.length) {
    yield field.at('x-kubernetes-validations').forbidden('must be empty to be structural');
  }
  if (schema.properties?.['metadata']) {
    yield field.at('properties').key('metadata').forbidden('must not be specified in a nested context');
  }
}

/** What is judged must be specified. */
function* completeness(rules: Schema, schema: Schema | undefined, at: Field, from: Field): FieldErrors {
  if (!schema) {
    yield at.required(`because it is defined in ${from.path}`);
    return;
  }
  const { not, allOf = [], anyOf = [], oneOf = [] } = rules;
  if (not) yield* nestedCompleteness(not, schema, at, from.at('not'));
  for (const [name, nested] of Object.entries({ allOf, anyOf, oneOf })) {
    for (const [index, inner] of nested.entries()) yield* nestedCompleteness(inner, schema, at, from.at(name, index));
  }
}

function* nestedCompleteness(rules: Schema, schema: Schema | undefined, at: Field, from: Field): FieldErrors {
  yield* completeness(rules, schema, at, from);
  if (!schema) return;
  const items = itemsOf(rules);
  if (items) yield* nestedCompleteness(items, itemsOf(schema), at.at('items'), from.at('items'));
  for (const [name, property] of Object.entries(rules.properties ?? {})) {
    const [here, there] = [at.at('properties').key(name), from.at('properties').key(name)];
    const specified = schema.properties?.[name];
    if (specified) yield* nestedCompleteness(property, specified, here, there);
    else yield here.required(`because it is defined in ${there.path}`);
  }
}
