import type { ObjectSchema } from '../schema.ts';

const schemaName = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';

/** What a field holds that is one thing or another: a schema, or one of these. */
export type SchemaUnion = 'schema or list' | 'schema or boolean' | 'schemas or names by key';

/**
 * Fields of JSON schemas that are any JSON to their own schema, though they hold schemas. Upstream reads them by
 * themselves: what is unknown inside of them is dropped without a word. None for all other fields.
 */
export function schemaUnionOf(owner: ObjectSchema, name: string): SchemaUnion | undefined {
  if (owner.name !== schemaName) return undefined;
  switch (name) {
    case 'items':
      return 'schema or list';
    case 'additionalProperties':
    case 'additionalItems':
      return 'schema or boolean';
    case 'dependencies':
      return 'schemas or names by key';
    default:
      return undefined;
  }
}

/** What upstream says where there is neither. */
export const neitherBooleanNorSchema = 'boolean or JSON schema expected';
