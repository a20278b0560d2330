import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JSONSchemaProps } from '../../kinds/apiextensions/custom-resource-definition/schema.ts';
import { decode, DecodeError } from '../decode.ts';

const kept: readonly (readonly [given: object, kept: object])[] = [
  [{ items: { type: 'string', foo: 1, default: null, enum: [null] } }, { items: { type: 'string', enum: [null] } }],
  [{ items: [{ type: 'string', foo: 1 }] }, { items: [{ type: 'string' }] }],
  [{ items: 'x' }, {}],
  [{ items: null, additionalProperties: null }, {}],
  [{ additionalProperties: { bar: 2 } }, { additionalProperties: {} }],
  [
    { additionalProperties: false, additionalItems: true },
    { additionalProperties: false, additionalItems: true },
  ],
  [{ dependencies: { a: ['b'], c: { type: 'x', d: 1 }, e: 5 } }, { dependencies: { a: ['b'], c: { type: 'x' }, e: null } }],
];

for (const [given, wanted] of kept) {
  test(`of the schema ${JSON.stringify(given)} what is known is kept, and nothing is told of the rest`, () => {
    assert.deepEqual(decode(JSONSchemaProps, given), { object: wanted, unknown: [] });
  });
}

const refused: readonly (readonly [given: object, message: string])[] = [
  [{ additionalProperties: 5 }, 'boolean or JSON schema expected'],
  [{ items: { type: 5 } }, 'json: cannot unmarshal number into Go struct field JSONSchemaProps.items.type of type string'],
  [{ items: [{ minLength: 'x' }] }, 'json: cannot unmarshal string into Go struct field JSONSchemaProps.items.minLength of type int64'],
];

for (const [given, message] of refused) {
  test(`the schema ${JSON.stringify(given)} cannot be read`, () => {
    assert.throws(() => decode(JSONSchemaProps, given), new DecodeError(message));
  });
}
