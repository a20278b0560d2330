/**
 * The schema notation: every API type is a value of this form, and everything that has to know a type's shape reads it
 * from here: static types, decoding, defaults, OpenAPI, merge rules, the protobuf codec.
 *
 *     export const ContainerPort = defineType('io.k8s.api.core.v1.ContainerPort', {
 * XX
 *     export interface ContainerPort extends Infer<typeof ContainerPort> {}
 *
 * The leading number is the protobuf field number.
 */

/** The value types that are not composed of others, with the type each has in JSON. */
export interface ScalarTypes {
  string: string;
  boolean: boolean;
  int32: number;
  int64: number;
  double: number;
  /** Base64 in JSON. */
  bytes: string;
  /** RFC 3339 with seconds; null when zero and always present. */
  time: string;
  /** RFC 3339 with microseconds. */
  microTime: string;
  /** `resource.Quantity`: JSON strings, numbers accepted. */
  quantity: string;
  intOrString: string | number;
  /** `runtime.RawExtension`: any JSON object. */
  rawExtension: Record<string, unknown>;
  /** Any JSON value. */
  json: unknown;
}

export type Scalar = keyof ScalarTypes;
export type Schema = Scalar | ObjectSchema | ListSchema | MapSchema;

export interface ObjectSchema<T = unknown> {
  readonly type: 'object';
  /** The name in OpenAPI, e.g. `io.k8s.api.core.v1.ContainerPort`. */
  readonly name: string;
  /** The name of the type in another version that this one looks like: what is known of the fields of that holds for it. */
  readonly like?: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly mapType?: 'atomic' | 'granular';
  readonly union?: Union;
  readonly infer?: T;
}

/** Fields of which one at most is set, by a field that names it where there is one. Told to clients, not enforced by it. */
export interface Union {
  readonly discriminator?: string;
  readonly members: readonly string[];
}

export interface ListSchema<T = unknown> {
  readonly type: 'list';
  readonly items: Schema;
  readonly infer?: T;
}

export interface MapSchema<T = unknown> {
  readonly type: 'map';
  readonly values: Schema;
  readonly infer?: T;
}

export interface FieldOptions {
  /** What an absent field means; filled in before validation. */
  readonly default?: unknown;
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listMapKeys?: readonly string[];
  /** How a strategic merge patch treats the field. */
  readonly patchStrategy?: 'merge' | 'retainKeys' | 'merge,retainKeys' | 'replace';
  readonly patchMergeKey?: string;
  readonly mapType?: 'atomic' | 'granular';
  /** The values that the items of a list or the entries of a map may have. Told to clients; validation checks it, decoding does not. */
  readonly itemEnum?: readonly string[];
  /** A required field that stays absent when it was not given, rather than showing its zero value. */
  readonly omitEmpty?: boolean;
}

/** Whether a field must be given, is always shown, or is left out when empty. */
export type Presence = 'required' | 'always' | 'optional';

export interface Field<T = unknown, P extends Presence = Presence> extends FieldOptions {
  /** The protobuf field number. */
  readonly number: number;
  readonly schema: Schema;
  readonly description: string;
  readonly required?: boolean;
  /** Shown with its zero value when absent: '', 0, false, {}, or null for lists, maps and times. */
  readonly always?: boolean;
  readonly enum?: readonly string[];
  /** Protobuf numbers of the messages that wrap this field on the wire while JSON shows it flat, outermost first. */
  readonly within?: readonly number[];
  readonly infer?: T;
  readonly presence?: P;
}

/** The static type of a schema, a field or a scalar's name. */
export type Infer<S> = S extends Scalar ? ScalarTypes[S] : S extends { readonly infer?: infer T } ? Exclude<T, undefined> : never;

export type Fields = Readonly<Record<string, Field>>;
type KeysWith<F extends Fields, P extends Presence> = {
  [K in keyof F]: F[K] extends { readonly presence?: infer Q } ? (Exclude<Q, undefined> extends P ? K : never) : never;
}[keyof F];
/** The object type with these fields; fields of the given presence are required in it. */
export type Shape<F extends Fields, P extends Presence = 'required'> = { [K in KeysWith<F, P>]: Infer<F[K]> } & {
  [K in Exclude<keyof F, KeysWith<F, P>>]?: Infer<F[K]>;
};

export function defineType<const F extends Fields>(
  name: string,
  description: string,
  fields: F,
  options: Pick<ObjectSchema, 'mapType' | 'union'> = {},
): ObjectSchema<Shape<F>> & { readonly fields: F } {
  return { type: 'object', name, description, fields, ...options };
}

const scalar =
  <S extends Scalar>(schema: S) =>
  (number: number, description: string, options: FieldOptions = {}): Field<ScalarTypes[S], 'optional'> => ({
    number,
    schema,
    description,
    ...options,
  });

export const string = scalar('string');
export const boolean = scalar('boolean');
export const int32 = scalar('int32');
export const int64 = scalar('int64');
export const double = scalar('double');
export const bytes = scalar('bytes');
export const time = scalar('time');
export const microTime = scalar('microTime');
export const quantity = scalar('quantity');
export const intOrString = scalar('intOrString');
export const rawExtension = scalar('rawExtension');
export const json = scalar('json');

/** A string with a closed set of values. Validation checks it, decoding does not, as upstream. */
export const oneOf = <const V extends readonly string[]>(
  number: number,
  values: V,
  description: string,
  options: FieldOptions = {},
): Field<V[number], 'optional'> => ({
  number,
  schema: 'string',
  enum: values,
  description,
  ...options,
});

export const object = <T>(
  number: number,
  schema: ObjectSchema<T>,
  description: string,
  options: FieldOptions = {},
): Field<T, 'optional'> => ({
  number,
  schema,
  description,
  ...options,
});

export const list = <const S extends Schema>(
  number: number,
  items: S,
  description: string,
  options: FieldOptions = {},
): Field<Infer<S>[], 'optional'> => ({
  number,
  schema: listOf(items),
  description,
  ...options,
});

export const map = <const S extends Schema>(
  number: number,
  values: S,
  description: string,
  options: FieldOptions = {},
): Field<Record<string, Infer<S>>, 'optional'> => ({
  number,
  schema: { type: 'map', values },
  description,
  ...options,
});

export const listOf = <const S extends Schema>(items: S): ListSchema<Infer<S>[]> => ({ type: 'list', items });

/** Must be given; shown with its zero value otherwise, unless the field has `omitEmpty`. */
export const required = <T>({ presence: _presence, ...field }: Field<T, 'optional'>): Field<T, 'required'> => ({
  ...field,
  required: true,
  always: field.omitEmpty !== true,
});

/** May be left out, and is shown with its zero value then. */
export const always = <T>({ presence: _presence, ...field }: Field<T, 'optional'>): Field<T, 'always'> => ({ ...field, always: true });

/** A list or map that may be empty and is null in JSON then, as Go shows nil without `omitempty`. */
export const nullable = <T, P extends Presence>({ infer: _infer, ...field }: Field<T, P>): Field<T | null, P> => field;

/** The fields of a message that JSON shows as if they stood in the outer one. Spread it into the outer fields. */
export function embed<F extends Fields>(number: number, { fields }: { readonly fields: F }): F {
  const within = (field: Field): Field => ({ ...field, within: [number, ...(field.within ?? [])] });
  // The mapped object has the keys and field types of the one it was made from.
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, within(field)])) as F;
}
