import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEnvelope } from './envelope.ts';

const cases: readonly [what: string, bytes: Buffer, message: string][] = [
  ['nothing', Buffer.from(''), 'empty data'],
  ['an envelope without content', Buffer.from('k8s\0'), 'empty body'],
  ['JSON', Buffer.from('{}'), 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]'],
];

for (const [what, bytes, message] of cases) {
  test(`${what} is refused in the words of upstream`, () => assert.throws(() => openEnvelope(bytes), { name: 'ProtobufError', message }));
}
