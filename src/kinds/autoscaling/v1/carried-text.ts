import { decode, DecodeError } from '../../../model/decode.ts';
import type { ObjectSchema } from '../../../model/schema.ts';

/** What an annotation carries. Anything may be in there; what cannot be read is as good as nothing. */
export function readObject<T>(
  schema: ObjectSchema<T>,
  text: string | undefined,
  rename = (value: unknown): unknown => value,
): T | undefined {
  return text === undefined ? undefined : readable(() => decode(schema, rename(JSON.parse(text))).object);
}

export function readList<T>(items: ObjectSchema<T>, text: string | undefined): T[] | undefined {
  if (text === undefined) return undefined;
  return readable(() => {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.map((item) => decode(items, item).object) : undefined;
  });
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DecodeError) return undefined;
    throw error;
  }
}
