import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { builtInKinds } from '../../kinds/index.ts';
import { TokenRequest } from '../../kinds/authentication/token-request.ts';
import { Scale } from '../../kinds/autoscaling/scale.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { Eviction } from '../../kinds/policy/eviction.ts';
import { unservedSchemas } from '../../kinds/testing/unserved-schemas.ts';
import { decode } from '../decode.ts';
import { apiVersionOf } from '../kind.ts';
import type { ObjectSchema } from '../schema.ts';
import { decodeMessage, encodeMessage, encodeProtobuf, encodeProtobufList, isProtobuf, openEnvelope, ProtobufError } from './protobuf.ts';

const fixtures = new URL('../../../../shared/fixtures/roundtrip/', import.meta.url);
const names = existsSync(fixtures) ? readdirSync(fixtures).filter((name) => name.endsWith('.pb')) : [];

test('a fully populated object of every kind turns into the bytes of upstream and back', { skip: names.length === 0 }, () => {
  for (const name of names) {
    const bytes = readFileSync(new URL(name, fixtures));
    const text = readFileSync(new URL(name.replace(/pb$/, 'json'), fixtures), 'utf8');
    const value = JSON.parse(text) as { apiVersion?: string; kind?: string };
    const schema = schemaOf(name, value);
    const { raw, ...type } = openEnvelope(bytes);
    assert.deepEqual(type, { apiVersion: value.apiVersion ?? '', kind: value.kind ?? '' }, name);
    const read = decode(schema, { ...decodeMessage(schema, raw), ...(value.kind !== undefined && type) });
    assert.deepEqual(read, { object: value, unknown: [] }, name);
    assert.deepEqual(JSON.parse(JSON.stringify(read.object)), JSON.parse(text), name);
    assert.ok(Buffer.from(encodeProtobuf(schema, value, type)).equals(bytes), `${name} differs`);
  }
});

/** The file is named after the group, the version and the kind. */
function schemaOf(file: string, { apiVersion, kind }: { apiVersion?: string; kind?: string }): ObjectSchema {
  const unserved = file.startsWith('core.v1.') ? unservedSchemas[file.slice('core.v1.'.length, -'.pb'.length)] : undefined;
  if (unserved) return unserved;
  const served = [...builtInKinds, TokenRequest, Scale, Eviction].find((each) => apiVersionOf(each) === apiVersion && each.kind === kind);
  assert.ok(served, `nothing is known of ${file}`);
  return served.schema;
}

test('what is not set is not there after all', () => {
  const { object } = decode(Pod.schema, {
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'c', securityContext: {} }], priority: 0 },
  });
  const again = decode(Pod.schema, decodeMessage(Pod.schema, encodeMessage(Pod.schema, object))).object;
  assert.deepEqual(again, object);
});

test('lists are put together from the messages of their items', () => {
  const item = encodeMessage(Pod.schema, { metadata: { name: 'p' } });
  const list = openEnvelope(encodeProtobufList([item, item], { resourceVersion: '5' }, { apiVersion: 'v1', kind: 'PodList' }));
  assert.equal(list.kind, 'PodList');
  assert.equal(Buffer.from(list.raw).indexOf(item) < Buffer.from(list.raw).lastIndexOf(item), true);
});

test('bytes that are no message are refused, whatever they are', () => {
  assert.equal(isProtobuf(Buffer.from('{"kind":"Pod"}')), false);
  assert.throws(() => openEnvelope(Buffer.from('k8s')), ProtobufError);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        decodeMessage(Pod.schema, bytes);
      } catch (error) {
        assert.ok(error instanceof ProtobufError, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});

test('integers of any size survive', () => {
  const priority = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const seconds = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(2 ** 62, -(2 ** 62), -1, 0, 127, 128));
  fc.assert(
    fc.property(priority, seconds, (priority, terminationGracePeriodSeconds) => {
      const spec = { containers: null, priority, terminationGracePeriodSeconds };
      const read = decode<{ spec: unknown }>(Pod.schema, decodeMessage(Pod.schema, encodeMessage(Pod.schema, { spec }))).object;
      assert.deepEqual(read.spec, spec);
    }),
  );
});
