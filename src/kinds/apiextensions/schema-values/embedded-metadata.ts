import { decode, DecodeError } from '../../../model/decode.ts';
import type { Field, FieldError, FieldErrors } from '../../../model/field.ts';
import { ObjectMeta } from '../../../model/meta.ts';
import { validateAnyMetadata } from '../../../model/metadata-validation.ts';
import { checkDns1035Label } from '../../../model/names.ts';
import { additionalOf, itemsOf } from '../custom-resource-definition/json-schema.ts';
import type { JSONSchemaProps } from '../custom-resource-definition/schema.ts';

type Schema = Readonly<JSONSchemaProps>;

/** What is wrong with what whole objects inside a value say of themselves. Where it is not even of its type, that alone counts. */
export function embeddedProblems(value: unknown, schema: Schema, field: Field): FieldError[] {
  const [mistyped] = everyEmbedded(value, schema, field, typeProblems);
  return mistyped ? [mistyped] : [...everyEmbedded(value, schema, field, metaProblems)];
}

type Check = (object: Readonly<Record<string, unknown>>, field: Field) => FieldErrors;

function* everyEmbedded(value: unknown, schema: Schema | undefined, field: Field, check: Check): FieldErrors {
  if (!schema || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* everyEmbedded(item, itemsOf(schema), field.at(index), check);
    return;
  }
  if (schema['x-kubernetes-embedded-resource']) yield* check(value as Record<string, unknown>, field);
  for (const [name, inner] of Object.entries(value)) {
    if (Object.hasOwn(schema.properties ?? {}, name)) yield* everyEmbedded(inner, schema.properties?.[name], field.at(name), check);
    else if (schema.additionalProperties !== undefined) yield* everyEmbedded(inner, additionalOf(schema), field.key(name), check);
  }
}

function* typeProblems(object: Readonly<Record<string, unknown>>, field: Field): FieldErrors {
  for (const [name, value] of Object.entries(object)) {
    if ((name === 'apiVersion' || name === 'kind') && typeof value !== 'string') yield field.at(name).invalid(value, 'must be a string');
    const problem = name === 'metadata' ? decodingProblem(value) : undefined;
    if (problem !== undefined) yield field.at('metadata').invalid(value, problem);
  }
}

function decodingProblem(metadata: unknown): string | undefined {
  try {
    decode(ObjectMeta, metadata ?? {});
    return undefined;
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}

function* metaProblems(object: Readonly<Record<string, unknown>>, field: Field): FieldErrors {
  for (const name of ['apiVersion', 'kind']) if (!Object.hasOwn(object, name)) yield field.at(name).required();
  for (const [name, value] of Object.entries(object)) {
    if (name === 'metadata') {
      const { object: metadata } = decode(ObjectMeta, value ?? {});
      const scope = metadata.namespace ? 'Namespaced' : 'Cluster';
      yield* validateAnyMetadata({ ...metadata, name: metadata.name || 'fakename' }, { kind: { scope }, field: field.at(name) });
    } else if (name === 'apiVersion' || name === 'kind') {
      if (value === '') yield field.at(name).invalid('', 'must not be empty');
      else if (typeof value === 'string')
        yield* name === 'kind' ? kindProblems(value, field.at(name)) : versionProblems(value, field.at(name));
    }
  }
}

function* versionProblems(version: string, field: Field): FieldErrors {
  if (version.split('/').length > 2) yield field.invalid(version, `unexpected GroupVersion string: ${version}`);
}

function* kindProblems(kind: string, field: Field): FieldErrors {
  const problems = checkDns1035Label(kind.toLowerCase());
  if (problems.length > 0) yield field.invalid(kind, `may have mixed case, but should otherwise match: ${problems.join(',')}`);
}
