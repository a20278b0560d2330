import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../model/errors.ts';
import { negotiate } from './negotiate.ts';

const protobuf = 'application/vnd.kubernetes.protobuf';
const asTable = 'as=Table;v=v1;g=meta.k8s.io';
const asMetadata = 'as=PartialObjectMetadata;v=v1;g=meta.k8s.io';

const cases: readonly [accept: string | undefined, expected: ReturnType<typeof negotiate>][] = [
  [undefined, { format: 'json' }],
  ['*/*', { format: 'json' }],
  [protobuf, { format: 'protobuf' }],
  [`${protobuf},application/json`, { format: 'protobuf', otherwise: { format: 'json' } }],
  [`application/json,${protobuf}`, { format: 'json' }],
  [`${protobuf};q=0.5,application/json`, { format: 'json' }],
  [`${protobuf};stream=watch`, { format: 'protobuf' }],
  [`${protobuf};${asMetadata}`, { format: 'protobuf', view: 'PartialObjectMetadata' }],
  [`application/json;as=Table;v=v1beta1;g=meta.k8s.io`, { format: 'json', view: 'Table', viewVersion: 'v1beta1' }],
  // An alternative with another view would show something else.
  [`${protobuf},application/json;${asTable}`, { format: 'protobuf' }],
  // Tables have no protobuf form.
  [`${protobuf};${asTable},application/json;${asTable}`, { format: 'json', view: 'Table' }],
];

for (const [accept, expected] of cases) {
  test(`${accept ?? 'no header'} is answered as ${expected.format}`, () => assert.deepEqual(negotiate(accept), expected));
}

test('media types that nobody knows are refused in the words of the router', () => {
  assert.throws(
    () => negotiate('text/plain'),
    (error) => {
      assert.ok(ApiError.is(error, 'NotAcceptable'));
      assert.match(error.message, /^406: Not Acceptable\n\nAvailable representations: application\/json, /);
      return true;
    },
  );
});

test('what nobody can serve is refused with the list of what can be had', () => {
  assert.throws(
    () => negotiate('application/json;as=Letter;g=meta.k8s.io;v=v1'),
    (error) => {
      assert.ok(ApiError.is(error, 'NotAcceptable'));
      assert.equal(error.message, `only the following media types are accepted: application/json, application/yaml, ${protobuf}`);
      return true;
    },
  );
});
