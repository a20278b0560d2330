import type { ObjectSchema, Schema } from '../schema.ts';
import { tellsUnset } from '../unset-fields.ts';
import { copyJson } from './nesting.ts';
import { zeroScalar } from './scalars.ts';

type Filler = (value: unknown) => void;

const fillers = new WeakMap<ObjectSchema, Filler | undefined>();

/** Fills in the schema's defaults for what is absent. Changes the object. */
export function applyDefaults(schema: ObjectSchema, object: object): void {
  fillerOf(schema)?.(object);
}

/** None where nothing below a schema has a default, so that most of an object is never visited. */
function fillerOf(schema: ObjectSchema): Filler | undefined {
  if (fillers.has(schema)) return fillers.get(schema);
  // A schema that contains itself has no defaults inside that level.
  fillers.set(schema, undefined);
  const steps: Filler[] = [];
  for (const [name, { schema: inner, default: value, always }] of Object.entries(schema.fields)) {
    // Being absent means zero already, unless that is told from it.
    const isZero = typeof inner === 'string' && value === zeroScalar[inner] && !tellsUnset(schema, name);
    // A value that is always shown cannot be told from its zero value, unless that has a meaning of its own.
    if (value !== undefined && !isZero) steps.push(defaulting(name, value, always === true && !tellsUnset(schema, name)));
    const fill = fillerOfSchema(inner);
    if (fill) {
      steps.push((object) => {
        const field = (object as Record<string, unknown>)[name];
        if (field !== undefined && field !== null) fill(field);
      });
    }
  }
  const filler = steps.length === 0 ? undefined : (object: unknown) => steps.forEach((step) => step(object));
  fillers.set(schema, filler);
  return filler;
}

function defaulting(name: string, value: unknown, alsoForZero: boolean): Filler {
  return (object) => {
    const fields = object as Record<string, unknown>;
    const given = fields[name];
    if (given === undefined || given === null || (alsoForZero && !given)) fields[name] = copyJson(value);
  };
}

function fillerOfSchema(schema: Schema): Filler | undefined {
  if (typeof schema === 'string') return undefined;
  if (schema.type === 'object') return fillerOf(schema);
  const fill = fillerOfSchema(schema.type === 'list' ? schema.items : schema.values);
  if (!fill) return undefined;
  return (value) => {
    for (const item of Array.isArray(value) ? value : Object.values(value as object)) if (item !== undefined && item !== null) fill(item);
  };
}
