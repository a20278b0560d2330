import type { JSONSchemaProps } from './schema.ts';

/** `items`, where it is one schema for all. */
export const itemsOf = ({ items }: JSONSchemaProps): JSONSchemaProps | undefined => (Array.isArray(items) ? undefined : items);

/** `additionalProperties`, where it is a schema. */
export const additionalOf = ({ additionalProperties: additional }: JSONSchemaProps): JSONSchemaProps | undefined =>
  typeof additional === 'object' ? additional : undefined;

/** The schema and every schema in it. */
export function* allSchemas(schema: JSONSchemaProps): Generator<JSONSchemaProps> {
  yield schema;
  for (const inner of innerSchemas(schema)) yield* allSchemas(inner);
}

function* innerSchemas(schema: JSONSchemaProps): Generator<JSONSchemaProps> {
  const { items, not, allOf = [], anyOf = [], oneOf = [], additionalItems, dependencies = {} } = schema;
  if (Array.isArray(items)) yield* items;
  else if (items) yield items;
  yield* [...allOf, ...anyOf, ...oneOf];
  if (not) yield not;
  yield* Object.values(schema.properties ?? {});
  const additional = additionalOf(schema);
  if (additional) yield additional;
  yield* Object.values(schema.patternProperties ?? {});
  if (typeof additionalItems === 'object') yield additionalItems;
  yield* Object.values(schema.definitions ?? {});
  for (const dependency of Object.values(dependencies)) if (dependency && !Array.isArray(dependency)) yield dependency;
}
