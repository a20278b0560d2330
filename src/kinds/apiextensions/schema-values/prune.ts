import { additionalOf, itemsOf } from '../custom-resource-definition/json-schema.ts';
import type { JSONSchemaProps } from '../custom-resource-definition/schema.ts';

type Schema = Readonly<JSONSchemaProps>;

const metaNames: readonly string[] = ['apiVersion', 'kind', 'metadata'];

/** Whether a value has fields that its schema does not know, and that are not kept either. */
export function hasUnknownFields(value: unknown, schema: Schema | undefined, { isKept = keepsUnknown(schema) } = {}): boolean {
  if (Array.isArray(value)) {
    const items = schema && itemsOf(schema);
    // What a list keeps, its items keep, whatever they say.
    if (isKept) return items !== undefined && value.some((item) => hasUnknownFields(item, items, { isKept }));
    return value.some((item) => hasUnknownFields(item, items));
  }
  if (typeof value !== 'object' || value === null) return false;
  const { properties = {}, 'x-kubernetes-embedded-resource': isEmbedded = false } = schema ?? {};
  return Object.entries(value).some(([name, inner]) => {
    if (isEmbedded && metaNames.includes(name)) return false;
    if (Object.hasOwn(properties, name)) return hasUnknownFields(inner, properties[name]);
    if (schema?.additionalProperties !== undefined) return hasUnknownFields(inner, additionalOf(schema));
    return !isKept;
  });
}

const keepsUnknown = (schema: Schema | undefined): boolean => schema?.['x-kubernetes-preserve-unknown-fields'] === true;
