import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Field, type FieldErrors } from '../model/field.ts';
import type { Kind, KubeObject } from '../model/kind.ts';
import type { ObjectSchema, Schema } from '../model/schema.ts';
import { builtInKinds } from './index.ts';
import { created, defaulted, writtenBy } from './testing/judge.ts';

/** Deeper than anything but schemas that contain themselves. */
const deepest = 9;

/**
 * Objects with one thing in them each: an empty object, or a list or map of one item, somewhere. Clients may leave out
 * everything else, and rules must tell so rather than stumble.
 */
function* sparse(schema: ObjectSchema, depth = 0): Generator<object> {
  yield {};
  if (depth === deepest) return;
  for (const [name, field] of Object.entries(schema.fields)) {
    for (const value of sparseValues(field.schema, depth + 1)) yield { [name]: value };
  }
}

function* sparseValues(schema: Schema, depth: number): Generator {
  if (typeof schema === 'string') yield* scalars[schema] ?? [];
  else if (schema.type === 'object') yield* sparse(schema, depth);
  else if (schema.type === 'list') {
    yield [];
    for (const item of sparseValues(schema.items, depth)) yield [item];
  } else {
    for (const value of sparseValues(schema.values, depth)) yield { key: value };
  }
}

const scalars: Readonly<Record<string, readonly unknown[]>> = {
  string: ['', 'x'],
  int32: [-1, 1],
  int64: [-1, 1],
  double: [-1.5],
  boolean: [true],
  quantity: ['-1', '1'],
  intOrString: [-1, 'x'],
  time: ['2026-01-01T00:00:00Z'],
  microTime: ['2026-01-01T00:00:00.000000Z'],
  bytes: ['', 'eA=='],
};

function judge(kind: Kind, given: object): void {
  const object = created(kind, given);
  const field = new Field();
  const problems = [...(kind.validate?.(object, field, writtenBy) ?? []), ...(kind.validateCreate?.(object, field, writtenBy) ?? [])];
  const next = defaulted(kind, given);
  kind.prepareUpdate?.(next, object, writtenBy);
  count(kind.validateUpdate?.(next, object, field, writtenBy));
  const status = defaulted(kind, given);
  kind.prepareStatusUpdate?.(status, object, writtenBy);
  count(kind.validateStatusUpdate?.(status, object, field, writtenBy));
  for (const own of Object.values(kind.subresourceUpdates ?? {})) {
    const through = defaulted(kind, given);
    own.prepare(through, object, writtenBy);
    count(own.validate(through, object, field, writtenBy));
  }
  // Only what is in order gets any further.
  if (problems.length > 0) return;
  for (const warning of kind.warnings?.(object) ?? []) assert.equal(typeof warning, 'string');
  show(kind, object);
  if (kind.storedAs) kind.storedAs.fromStored(kind.storedAs.toStored(object));
}

const count = (problems: FieldErrors | undefined): number => [...(problems ?? [])].length;

function show(kind: Kind, object: KubeObject): void {
  for (const column of kind.columns ?? []) assert.notEqual(column.value(object, 0), undefined, column.name);
  for (const selectable of kind.selectableFields ?? []) assert.equal(typeof selectable.value(object), 'string', selectable.path);
  if (!kind.scale) return;
  kind.scale.selector(object);
  kind.scale.specReplicas(object);
  kind.scale.statusReplicas(object);
}

for (const kind of builtInKinds) {
  test(`whatever a client leaves out of ${kind.kind} of ${kind.group || 'core'} ${kind.version}, it can be judged`, () => {
    for (const given of sparse(kind.schema)) {
      try {
        judge(kind, given);
      } catch (error) {
        throw new Error(`with ${JSON.stringify(given)}`, { cause: error });
      }
    }
  });
}
