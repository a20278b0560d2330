import { decode } from '../model/decode.ts';
import type { ObjectSchema } from '../model/schema.ts';

/** The status of a new object: nothing but what is always shown. */
export const emptyStatus = <T>(schema: ObjectSchema<T>): T => decode(schema, {}).object;
