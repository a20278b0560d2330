import type { Field, FieldErrors } from '../../../model/field.ts';
import { itemsOf } from './json-schema.ts';
import { goForm } from '../../go-form.ts';
import { JSONSchemaProps } from './schema.ts';
import type { Strictness } from './strictness.ts';

type Schema = Readonly<JSONSchemaProps>;

const listTypeName = 'x-kubernetes-list-type';
const mapTypeName = 'x-kubernetes-map-type';
const listKeysName = 'x-kubernetes-list-map-keys';

const listTypes: readonly string[] = ['atomic', 'set', 'map'];
const mapTypes: readonly string[] = ['atomic', 'granular'];

/** How lists and maps are merged: as a whole, item by item, or by keys. */
export function* validateListAndMapTypes(
  schema: Schema,
  field: Field,
  { atomicSets, mapKeys }: Pick<Strictness, 'atomicSets' | 'mapKeys'>,
): FieldErrors {
  const { [mapTypeName]: mapType, [listTypeName]: listType, [listKeysName]: listKeys = [] } = schema;
  if (mapType !== undefined) {
    yield* validateType(schema, 'object', mapTypeName, field);
    if (!mapTypes.includes(mapType)) yield field.at(mapTypeName).notSupported(mapType, mapTypes);
  }
  if (listType !== undefined) {
    yield* validateType(schema, 'array', listTypeName, field);
    if (atomicSets && schema.type === 'array') yield* validateSetItems(schema, field.at('items'));
    if (!listTypes.includes(listType)) yield field.at(listTypeName).notSupported(listType, listTypes);
  }
  if (listKeys.length > 0 && listType !== 'map') {
    const rule = `must be map if ${listKeysName} is non-empty`;
    const at = field.at(listTypeName);
    yield listType === undefined ? at.required(rule) : at.invalid(listType, rule);
  }
  if (listType === 'map') yield* validateKeys(schema, listKeys, field);
  if (mapKeys) yield* validateKeysAreThere(schema, field.at('items'));
}

function* validateType({ type }: Schema, wanted: string, because: string, field: Field): FieldErrors {
  if (type === wanted) return;
  const rule = `must be ${wanted} if ${because} is specified`;
  yield type ? field.at('type').invalid(type, rule) : field.at('type').required(rule);
}

/** Items of sets are compared as a whole. */
export function* validateSetItems(schema: Schema, field: Field): FieldErrors {
  if (schema[listTypeName] !== 'set') return;
  const items = itemsOf(schema);
  const rule = `must be atomic as item of a list with ${listTypeName}=set`;
  const itemListType = items?.[listTypeName] ?? null;
  if (items?.type === 'array' && itemListType !== null && itemListType !== 'atomic')
    yield field.at(listTypeName).invalid(itemListType, rule);
  if (items?.type === 'object' && items[mapTypeName] !== 'atomic') yield field.at(mapTypeName).invalid(itemListType, rule);
}

function* validateKeys(schema: Schema, keys: readonly string[], field: Field): FieldErrors {
  const ofParent = `if parent array's ${listTypeName} is map`;
  if (keys.length === 0) yield field.at(listKeysName).required(`must not be empty if ${listTypeName} is map`);
  if (schema.items === undefined) yield field.at('items').required(`must have a schema if ${listTypeName} is map`);
  const items = itemsOf(schema);
  if (schema.items !== undefined && !items) {
    const { Items: shown } = goForm(JSONSchemaProps, schema) as { Items: unknown };
    yield field.at('items').invalid(shown, `must only have a single schema if ${listTypeName} is map`);
  }
  if (!items) return;
  if (items.type !== 'object') {
    yield field.at('items', 'type').invalid(items.type ?? '', `must be object ${ofParent}`);
    return;
  }
  for (const [index, key] of keys.entries()) {
    const property = items.properties?.[key];
    const at = field.at(listKeysName);
    if (!property) yield at.invalid(keys, 'entries must all be names of item properties');
    else if (property.type === 'array' || property.type === 'object') {
      yield field.at('items', 'properties').key(key).at('type').invalid(items.type, `must be a scalar type ${ofParent}`);
    }
    if (keys.indexOf(key) < index) yield at.invalid(keys, 'must not contain duplicate entries');
  }
}

/** Items can only be told apart by keys that each of them has. */
export function* validateKeysAreThere(schema: Schema, field: Field): FieldErrors {
  const { [listTypeName]: listType = '', [listKeysName]: keys = [] } = schema;
  const items = itemsOf(schema);
  if (!items || (listType !== 'set' && listType !== 'map')) return;
  if (items.nullable) yield field.at('nullable').forbidden(`cannot be nullable when ${listTypeName} is ${listType}`);
  if (listType === 'set') return;
  for (const key of keys) {
    const property = items.properties?.[key];
    if (!property) continue;
    const at = field.at('properties').key(key);
    const because = `this property is in ${listKeysName}, so it`;
    if (!items.required?.includes(key) && property.default === undefined) {
      yield at.at('default').required(`${because} must have a default or be a required property`);
    }
    if (property.nullable) yield at.at('nullable').forbidden(`${because} cannot be nullable`);
  }
}
