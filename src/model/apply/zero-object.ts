import { decode } from '../decode.ts';
import type { ObjectSchema } from '../schema.ts';

const zeroObjects = new WeakMap<ObjectSchema, object>();

/** What an object without any content looks like: what new objects are compared with. Not to be changed. */
export function zeroObject(schema: ObjectSchema): object {
  let zero = zeroObjects.get(schema);
  if (!zero) {
    // A schema describes an object, so that is what its decoder makes.
    zero = decode(schema, {}).object as object;
    zeroObjects.set(schema, zero);
  }
  return zero;
}
