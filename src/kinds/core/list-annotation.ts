import { jsonProblem } from '../../base/json-problem.ts';
import { decode, DecodeError } from '../../model/decode.ts';
import type { ObjectSchema } from '../../model/schema.ts';

/** Before there were fields for some lists they stood in annotations, as JSON. */
export function decodeList<T>(items: ObjectSchema<T>, text: string): { items: readonly T[]; problem?: string } {
  const problem = jsonProblem(text);
  if (problem !== undefined) return { items: [], problem };
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) {
    const kind = typeof value === 'boolean' ? 'bool' : typeof value;
    return value === null ? { items: [] } : { items: [], problem: `json: cannot unmarshal ${kind} into a list` };
  }
  try {
    return { items: value.map((item) => decode(items, item).object) };
  } catch (error) {
    if (error instanceof DecodeError) return { items: [], problem: error.message };
    throw error;
  }
}
