import type { Field, ObjectSchema, Schema } from '../model/schema.ts';

export interface TypeVersion {
  readonly version: string;
  /** Its package, where that is another, such as `extensions`. */
  readonly package?: string;
  /** Types of that version that look otherwise, by the name they have in both. */
  readonly replaced?: Readonly<Record<string, ObjectSchema>>;
}

/**
 * A type as another version of its group has it: itself and the types of its group that it is made of get other names. The
 * caller says what static type comes of it where types are replaced.
 */
export function typeInVersion<T>(schema: ObjectSchema, target: TypeVersion): ObjectSchema<T> {
  const [own = '', shortName = ''] = split(schema.name);
  // Types of the other version have the fields that the caller says they have.
  const replaced = target.replaced?.[shortName] as ObjectSchema<T> | undefined;
  if (replaced) return replaced;
  const place = own.replace(/([^.]+)\.[^.]+\.$/, (_, before: string) => `${target.package ?? before}.${target.version}.`);
  const name = `${place}${shortName}`;
  const fields = Object.fromEntries(
    Object.entries(schema.fields).map(([key, field]): [string, Field] => [
      key,
      { ...field, schema: schemaInVersion(field.schema, own, target) },
    ]),
  );
  return { ...(schema as ObjectSchema<T>), name, like: schema.like ?? schema.name, fields };
}

/** `io.k8s.api.networking.v1.` and `IPAddress`. */
function split(name: string): readonly string[] {
  const end = name.lastIndexOf('.') + 1;
  return [name.slice(0, end), name.slice(end)];
}

/** Types of other packages keep their names; none of them contains types of this one. */
function schemaInVersion(schema: Schema, own: string, target: TypeVersion): Schema {
  if (typeof schema === 'string') return schema;
  if (schema.type === 'list') return { ...schema, items: schemaInVersion(schema.items, own, target) };
  if (schema.type === 'map') return { ...schema, values: schemaInVersion(schema.values, own, target) };
  return schema.name.startsWith(own) ? typeInVersion(schema, target) : schema;
}
