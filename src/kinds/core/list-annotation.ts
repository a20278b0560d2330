import { jsonProblem } from '../../base/json-problem.ts';
import { decode, DecodeError } from '../../model/decode.ts';
import { list, type ObjectSchema } from '../../model/schema.ts';

/** Before there were fields for some lists they stood in annotations, as JSON. */
export function decodeList<T>(items: ObjectSchema<T>, text: string): { items: readonly T[]; problem?: string } {
  const problem = jsonProblem(text);
  if (problem !== undefined) return { items: [], problem };
  try {
    const { object } = decode<{ items?: T[] }>(
      { type: 'object', name: items.name, fields: { items: list(1, items) } },
      { items: JSON.parse(text) },
    );
    return { items: object.items ?? [] };
  } catch (error) {
    if (error instanceof DecodeError) return { items: [], problem: error.message };
    throw error;
  }
}
