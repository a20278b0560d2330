import { jsonProblem } from '../../base/json-problem.ts';
import { decode, DecodeError } from '../../model/decode.ts';
import type { ObjectSchema } from '../../model/schema.ts';

/** What an annotation holds as JSON, or what is wrong with it. */
interface Decoded<T> {
  readonly value?: T;
  readonly problem?: string;
}

/** Before there were fields for some lists they stood in annotations, as JSON. */
export function decodeList<T>(items: ObjectSchema<T>, text: string): { items: readonly T[]; problem?: string } {
  const { value = [], ...rest } = decoded(text, (json) => {
    if (json === null) return { value: [] };
    if (!Array.isArray(json)) return { problem: `json: cannot unmarshal ${typeName(json)} into a list` };
    return { value: json.map((item) => decode(items, item).object) };
  });
  return { items: value, ...rest };
}

/** The same for annotations that hold one object. */
export const decodeObject = <T>(schema: ObjectSchema<T>, text: string): Decoded<T> =>
  decoded(text, (json) => {
    if (json === null) return {};
    if (typeof json === 'object' && !Array.isArray(json)) return { value: decode(schema, json).object };
    return { problem: `json: cannot unmarshal ${typeName(json)} into an object` };
  });

function decoded<T>(text: string, read: (json: unknown) => Decoded<T>): Decoded<T> {
  const problem = jsonProblem(text);
  if (problem !== undefined) return { problem };
  try {
    return read(JSON.parse(text));
  } catch (error) {
    if (error instanceof DecodeError) return { problem: error.message };
    throw error;
  }
}

function typeName(json: unknown): string {
  if (typeof json === 'boolean') return 'bool';
  return Array.isArray(json) ? 'array' : typeof json;
}
