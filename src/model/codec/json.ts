import { jsonProblem } from '../../base/json-problem.ts';

/** The text is no JSON. The message is that of upstream's parser. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/** Throws JsonError in the words of upstream. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new JsonError(jsonProblem(text) ?? (error as Error).message, { cause: error });
  }
}
