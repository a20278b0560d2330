import fc from 'fast-check';
import type { Field, ObjectSchema, Scalar, Schema } from '../../model/schema.ts';

/**
 * JSON of any object that is well-typed, whether it makes sense or not: what clients may send. Fields are there or not,
 * names are from a small stock, so that they are often the same, and some of them no names at all.
 */
export const anyObject = (schema: ObjectSchema): fc.Arbitrary<object> =>
  fc.infiniteStream(fc.nat()).map((numbers) => new Maker(numbers).object(schema, 0));

/** Deeper than most of what has rules. Types that contain themselves end somewhere. */
const deepest = 12;

const words = ['', 'a', 'b', 'web', 'A_b', 'a.b/c', '*', '10.0.0.1', 'fd00::1', '10.0.0.0/8', '50%', 'é😀', '/x/../y', 'x'.repeat(300)];

const scalars: Readonly<Record<Scalar, readonly unknown[]>> = {
  string: words,
  boolean: [true, false],
  int32: [0, 1, -1, 80, 65_536, 2 ** 31 - 1, -(2 ** 31)],
  int64: [0, 1, -1, 600, 2 ** 40],
  double: [0, -1.5, 100],
  bytes: ['', 'eA==', '/+8='],
  time: [null, '2026-01-01T00:00:00Z', '1969-12-31T23:59:59Z'],
  microTime: [null, '2026-01-01T00:00:00.000001Z'],
  quantity: ['0', '1', '-1', '100m', '1.5Gi', '1e3', '9Ei', '1n'],
  intOrString: [0, -1, 80, 'http', '50%', ''],
  rawExtension: [{}, { kind: 'A', apiVersion: 'v1', x: [1, null] }],
  json: [null, {}, [], 'x', 1.5, { a: [{ b: null }] }],
};

/** Fields of JSON schemas that are schemas themselves, or something else; their type is not as open as it says. */
const unions: Readonly<Record<string, readonly unknown[]>> = {
  items: [{}, { type: 'string' }],
  additionalItems: [true, false, { type: 'string' }],
  additionalProperties: [true, false, { type: 'string' }],
  dependencies: [{ a: ['b'] }, { a: { type: 'string' } }],
};

class Maker {
  readonly #numbers: Iterator<number>;

  constructor(numbers: Iterable<number>) {
    this.#numbers = numbers[Symbol.iterator]();
  }

  object(schema: ObjectSchema, depth: number): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    // Near the top nearly everything is there, so that there is something further down.
    const chance = depth < 2 ? 0.85 : depth < 5 ? 0.4 : 0.25;
    for (const [name, field] of Object.entries(schema.fields)) {
      if (depth >= deepest || this.#below(1000) >= chance * 1000) continue;
      const union = schema.name.endsWith('.JSONSchemaProps') ? unions[name] : undefined;
      made[name] = union ? this.#oneOf(union) : this.#field(field, depth + 1);
    }
    return made;
  }

  #field(field: Field, depth: number): unknown {
    if (field.enum && this.#below(4) > 0) return this.#oneOf(field.enum);
    return this.#value(field.schema, depth);
  }

  #value(schema: Schema, depth: number): unknown {
    if (typeof schema === 'string') return this.#oneOf(scalars[schema]);
    if (schema.type === 'object') return this.object(schema, depth);
    const count = this.#below(depth < 6 ? 4 : 2);
    if (schema.type === 'list') return Array.from({ length: count }, () => this.#value(schema.items, depth));
    return Object.fromEntries(Array.from({ length: count }, () => [this.#oneOf(words), this.#value(schema.values, depth)]));
  }

  #oneOf<T>(values: readonly T[]): T {
    // Of something there is always one.
    return values[this.#below(values.length)] as T;
  }

  #below(limit: number): number {
    const { value } = this.#numbers.next();
    return Number(value) % limit;
  }
}
