import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CustomResourceDefinition } from '../../../kinds/apiextensions/custom-resource-definition/index.ts';
import { decode } from '../../decode.ts';
import { decodeMessage, encodeMessage } from '../protobuf.ts';

const { schema } = CustomResourceDefinition;

const definition = (version: object) =>
  decode(schema, {
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [{ name: 'v1', served: true, storage: true, ...version }],
    },
  }).object;

const survives = (version: object): void => {
  const before = definition(version);
  assert.deepEqual(decode(schema, decodeMessage(schema, encodeMessage(schema, before))).object, before);
};

test('the status subresource is a message without fields, and is there', () => {
  const bytes = Buffer.from(encodeMessage(schema, definition({ subresources: { status: {} } })));
  // Field 5 of the version holds two bytes: field 1, of length 0.
  assert.ok(bytes.includes(Buffer.from([0x2a, 2, 0x0a, 0])));
  survives({ subresources: { status: {} } });
  survives({ subresources: {} });
});

test('schemas keep what may be of several types', () => {
  const openAPIV3Schema = {
    type: 'object',
    properties: {
      list: { type: 'array', items: { type: 'string' } },
      tuple: { type: 'array', items: [{ type: 'string' }, { type: 'integer' }], additionalItems: false },
      open: { type: 'object', additionalProperties: true },
      typed: { type: 'object', additionalProperties: { type: 'string', maxLength: 0 } },
      any: { 'x-kubernetes-preserve-unknown-fields': true, enum: ['a', 1, null, { b: [] }], default: { c: 0 } },
    },
    dependencies: { a: ['b', 'c'], d: { type: 'object' } },
  };
  survives({ schema: { openAPIV3Schema } });
});
