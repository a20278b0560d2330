import { badRequest } from '../errors.ts';
import { isNestedTooDeeply, setOwn } from '../decode/nesting.ts';
import type { ObjectSchema, Schema } from '../schema.ts';
import { isObject, type JsonObject } from './json-object.ts';
import { badDirective, badRetainKeys, unknownField, wrongType } from './strategic/errors.ts';
import { deletePrefix, directive, orderPrefix, parallelKey, retainKeys, withoutDirectives, withoutNulls } from './strategic/directives.ts';
import { mergeList, mergeOrderedList } from './strategic/merge-list.ts';

/** What the schema says of a field: what is inside it, and how a patch treats it. */
export interface PatchRule {
  readonly schema: Schema;
  readonly strategy: 'merge' | 'replace' | '';
  readonly mergeKey: string;
}

/**
 * Applies a strategic merge patch: like a merge patch, but lists that the schema declares so are merged, and directives
 * in the patch say what else to do. Neither value is changed; the result shares what stayed the same. Throws ApiError.
 */
export function applyStrategicMergePatch(current: unknown, patch: unknown, schema: ObjectSchema): unknown {
  if (patch === null || patch === undefined) return current;
  if (!isObject(patch)) {
    const type = Array.isArray(patch) ? 'array' : typeof patch === 'boolean' ? 'bool' : typeof patch;
    throw badRequest(`json: cannot unmarshal ${type} into Go value of type map[string]interface {}`);
  }
  if (isNestedTooDeeply(patch)) throw badRequest('exceeded max depth');
  return mergeObject(isObject(current) ? current : {}, patch, schema);
}

export function mergeObject(current: JsonObject, patch: JsonObject, schema: Schema): JsonObject {
  if (Object.hasOwn(patch, directive)) return directed(patch);
  const result = retained(current, patch);
  const rest: [string, unknown][] = [];
  const ordered = new Set<string>();
  for (const [key, value] of Object.entries(patch)) {
    if (key === retainKeys) continue;
    if (!key.startsWith(orderPrefix)) {
      rest.push([key, value]);
      continue;
    }
    if (!Array.isArray(value)) throw wrongType([], value);
    const name = parallelKey(key, orderPrefix);
    const rule = ruleOf(schema, name);
    const merged = mergeOrderedList(result[name], patch[name], { order: value, ...rule });
    if (merged) {
      setOwn(result, name, merged);
      ordered.add(name);
    }
  }
  for (const [key, value] of rest) if (!ordered.has(key)) mergeField(result, { key, value, schema });
  return result;
}

/** The whole object is replaced or emptied. */
function directed({ [directive]: what, ...patch }: JsonObject): JsonObject {
  if (what === 'replace') return patch;
  if (what === 'delete') return {};
  throw badDirective(what, { ...patch, [directive]: what });
}

/** A copy of what is there, without what the patch's list of fields to retain does not name. */
function retained(current: JsonObject, patch: JsonObject): JsonObject {
  if (!Object.hasOwn(patch, retainKeys)) return { ...current };
  const keep = patch[retainKeys];
  if (!Array.isArray(keep)) throw badRetainKeys();
  const names = new Set<unknown>(keep);
  for (const [key, value] of Object.entries(patch)) {
    if (key === retainKeys || value === null || key.startsWith(deletePrefix) || key.startsWith(orderPrefix)) continue;
    if (!names.has(key)) throw badRetainKeys();
  }
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(current)) if (names.has(key)) setOwn(result, key, value);
  return result;
}

function mergeField(result: JsonObject, { key: given, value, schema }: { key: string; value: unknown; schema: Schema }): void {
  const isDeletion = given.startsWith(deletePrefix);
  const key = isDeletion ? parallelKey(given, deletePrefix) : given;
  if (value === null) {
    delete result[key];
    return;
  }
  const before = Object.hasOwn(result, key) ? result[key] : undefined;
  if (Array.isArray(before) && Array.isArray(value)) {
    const rule = ruleOf(schema, key);
    setOwn(result, key, rule.strategy === 'merge' || isDeletion ? mergeList(before, value, { ...rule, isDeletion }) : value);
  } else if (isDeletion) {
    // There is nothing to delete from.
  } else if (isObject(before) && isObject(value)) {
    const rule = ruleOf(schema, key);
    setOwn(result, key, rule.strategy === 'replace' ? value : mergeObject(before, value, rule.schema));
  } else {
    const cleaned = withoutDirectives(withoutNulls(value));
    if (cleaned === undefined) delete result[key];
    else setOwn(result, key, cleaned);
  }
}

const ruleless = { strategy: '', mergeKey: '' } as const;

/** What a field of an object, or any entry of a map, is. Lists stand for their items. */
function ruleOf(schema: Schema, key: string): PatchRule {
  if (typeof schema === 'object' && schema.type === 'map') return { schema: itemsOf(schema.values), ...ruleless };
  const field =
    typeof schema === 'object' && schema.type === 'object' && Object.hasOwn(schema.fields, key) ? schema.fields[key] : undefined;
  if (!field) throw unknownField(schema, key);
  const strategies = (field.patchStrategy ?? '').split(',').filter((strategy) => strategy !== 'retainKeys');
  const [strategy = ''] = strategies;
  return {
    schema: itemsOf(field.schema),
    strategy: strategy === 'merge' || strategy === 'replace' ? strategy : '',
    mergeKey: field.patchMergeKey ?? '',
  };
}

const itemsOf = (schema: Schema): Schema => (typeof schema === 'object' && schema.type === 'list' ? schema.items : schema);
