import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeMessage, encodeMessage } from '../model/codec/protobuf.ts';
import { applyDefaults, decode } from '../model/decode.ts';
import { Field, type FieldErrors } from '../model/field.ts';
import type { Kind, KubeObject } from '../model/kind.ts';
import { problemsOfSteps, usualOrder } from '../model/rule-steps.ts';
import type { Schema } from '../model/schema.ts';
import { builtInKinds } from './index.ts';
import { anyObject } from './testing/any-object.ts';
import { created, defaulted, writtenBy } from './testing/judge.ts';

const numRuns = 25;

/** Every problem is told in full, whatever the objects are. */
function collect(problems: FieldErrors): number {
  let count = 0;
  for (const { field, message, reason } of problems) {
    assert.equal(typeof field, 'string');
    assert.ok(message.length > 0 && reason.length > 0);
    count++;
  }
  return count;
}

/** What protobuf tells: not an empty list or map from none, and not the types of objects within others. */
function asProtobuf(schema: Schema, value: unknown): unknown {
  if (typeof schema === 'string' || value === null || value === undefined) return value;
  // Decoded values are what their schema says.
  if (schema.type === 'list') return (value as unknown[]).map((item) => asProtobuf(schema.items, item));
  const entries = Object.entries(value as Record<string, unknown>);
  if (schema.type === 'map') return Object.fromEntries(entries.map(([key, item]) => [key, asProtobuf(schema.values, item)]));
  const told = entries.filter(([name, item]) => {
    const field = schema.fields[name];
    return field && field.number > 0 && !(isCollection(field.schema) && (item === null || Object.keys(item as object).length === 0));
  });
  return Object.fromEntries(told.map(([name, item]) => [name, asProtobuf(schema.fields[name]?.schema ?? 'json', item)]));
}

const isCollection = (schema: Schema): boolean => typeof schema === 'object' && schema.type !== 'object';

/** Names are those of the path by then. */
function named(object: KubeObject): KubeObject {
  object.metadata.name ??= 'a';
  return object;
}

function judgeAll(kind: Kind, given: object, other: object): void {
  const { create, update, status } = { ...usualOrder, ...kind.ruleOrder };
  const previous = created(kind, given);
  collect(problemsOfSteps(create, { kind, next: previous, write: writtenBy }));
  const next = named(defaulted(kind, other));
  kind.prepareUpdate?.(next, previous, writtenBy);
  const change = (field: Field): FieldErrors => kind.validateUpdate?.(next, previous, field, writtenBy) ?? [];
  collect(problemsOfSteps(update, { kind, next, previous, change, write: writtenBy }));
  const reported = named(defaulted(kind, other));
  kind.prepareStatusUpdate?.(reported, previous, writtenBy);
  const report = (field: Field): FieldErrors => kind.validateStatusUpdate?.(reported, previous, field, writtenBy) ?? [];
  collect(problemsOfSteps(status, { kind, next: reported, previous, change: report, write: writtenBy }));
  for (const own of Object.values(kind.subresourceUpdates ?? {})) {
    const through = named(defaulted(kind, other));
    own.prepare(through, previous, writtenBy);
    collect(
      problemsOfSteps(own.steps ?? usualOrder.status, {
        kind,
        next: through,
        previous,
        change: (field) => own.validate(through, previous, field, writtenBy),
        write: writtenBy,
      }),
    );
  }
}

for (const kind of builtInKinds) {
  const name = `${kind.kind} of ${kind.group || 'core'} ${kind.version}`;
  const objects = anyObject(kind.schema);

  test(`whatever is sent as ${name} survives as JSON and as protobuf`, () => {
    fc.assert(
      fc.property(objects, (given) => {
        const { object, unknown } = decode<object>(kind.schema, given);
        assert.deepEqual(unknown, []);
        assert.deepEqual(decode<object>(kind.schema, JSON.parse(JSON.stringify(object))).object, object);
        const again = decode(kind.schema, decodeMessage(kind.schema, encodeMessage(kind.schema, object))).object;
        assert.deepEqual(asProtobuf(kind.schema, again), asProtobuf(kind.schema, object));
      }),
      { numRuns },
    );
  });

  test(`defaults of ${name} are filled in once`, () => {
    fc.assert(
      fc.property(objects, (given) => {
        const once = defaulted(kind, given);
        const twice = structuredClone(once);
        applyDefaults(kind.schema, twice);
        kind.defaults?.(twice);
        assert.deepEqual(twice, once);
      }),
      { numRuns },
    );
  });

  test(`whatever is sent as ${name} is judged, new and in place of something else`, () => {
    fc.assert(
      fc.property(objects, objects, (given, other) => judgeAll(kind, given, other)),
      { numRuns },
    );
  });
}
