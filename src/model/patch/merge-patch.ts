import { badRequest } from '../errors.ts';
import { isNestedTooDeeply, setOwn } from '../decode/nesting.ts';
import { isObject, sortedObject, type JsonObject } from './json-object.ts';

/**
 * Applies a JSON merge patch (RFC 7386). Neither value is changed; the result shares what stayed the same. Throws
 * BadRequest for a patch that is no object.
 */
export function applyMergePatch(current: unknown, patch: unknown): unknown {
  if (isNestedTooDeeply(patch)) throw badRequest('exceeded max depth');
  if (isObject(patch) && isObject(current)) return merged(current, patch);
  const type = Array.isArray(patch) ? 'array' : typeof patch === 'boolean' ? 'bool' : typeof patch;
  // What is null is no error to Go's decoder, but no patch either.
  if (patch === null || patch === undefined) throw badRequest('Invalid JSON Patch');
  throw badRequest(`error decoding patch: json: cannot unmarshal ${type} into Go value of type map[string]interface {}`);
}

function merged(current: JsonObject, patch: JsonObject): JsonObject {
  const result: JsonObject = { ...current };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
      continue;
    }
    const before = Object.hasOwn(result, key) ? result[key] : undefined;
    setOwn(result, key, isObject(before) ? mergedValue(before, value) : withoutNulls(value));
  }
  return sortedObject(result);
}

// What is no object and takes the place of one keeps its nulls, as upstream has it.
const mergedValue = (before: JsonObject, value: unknown): unknown => (isObject(value) ? merged(before, value) : value);

/** Nulls only mean something where there is something to remove. In lists they stay. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item));
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) if (inner !== null) setOwn(result, key, withoutNulls(inner));
  return result;
}
