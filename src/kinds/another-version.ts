import type { Kind, KubeObject, Lifecycle, StoredForm } from '../model/kind.ts';
import type { Field, ObjectSchema, Schema } from '../model/schema.ts';

export interface AnotherVersion {
  readonly version: string;
  readonly lifecycle?: Lifecycle;
}

/**
 * A kind in another version of its group in which objects look the same: its types differ in their names alone, its rules in
 * nothing. What is stored is the same.
 */
export function anotherVersion<T extends KubeObject>(kind: Kind<T>, { version, lifecycle }: AnotherVersion): Kind<T> {
  const { lifecycle: _, ...same } = kind;
  return Object.freeze({
    ...same,
    version,
    schema: renamed(kind.schema, { from: `.${kind.version}.`, to: `.${version}.`, package: packageOf(kind.schema) }),
    storedAs: kind.storedAs ?? storedUnchangedAs(kind),
    ...(lifecycle && { lifecycle }),
  });
}

/** What is stored looks as what is served, and only says that it is of another version. */
export const storedUnchangedAs = <T extends KubeObject>({ group, version, kind, plural }: StoredForm) => ({
  kind: { group, version, kind, plural },
  toStored: (object: Readonly<T>): KubeObject => object,
  // Versions that look the same have the same static type.
  fromStored: (object: Readonly<KubeObject>): T => object as T,
});

interface Renaming {
  readonly from: string;
  readonly to: string;
  /** Types of other packages keep their names. */
  readonly package: string;
}

/** `io.k8s.api.networking.v1.` */
const packageOf = ({ name }: ObjectSchema): string => name.slice(0, name.lastIndexOf('.') + 1);

function renamed<T>(schema: ObjectSchema<T>, renaming: Renaming): ObjectSchema<T> {
  const { from, to, package: own } = renaming;
  const name = schema.name.startsWith(own) ? schema.name.replace(from, to) : schema.name;
  const fields = Object.fromEntries(Object.entries(schema.fields).map(([key, field]) => [key, renamedField(field, renaming)]));
  return { ...schema, name, fields };
}

const renamedField = (field: Field, renaming: Renaming): Field => ({ ...field, schema: renamedSchema(field.schema, renaming) });

function renamedSchema(schema: Schema, renaming: Renaming): Schema {
  if (typeof schema === 'string') return schema;
  if (schema.type === 'list') return { ...schema, items: renamedSchema(schema.items, renaming) };
  if (schema.type === 'map') return { ...schema, values: renamedSchema(schema.values, renaming) };
  // Types of other packages contain none of this one.
  return schema.name.startsWith(renaming.package) ? renamed(schema, renaming) : schema;
}
