import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { decodeMessage, openEnvelope } from '../../model/codec/protobuf.ts';
import { decode } from '../../model/decode.ts';
import { notFound } from '../../model/errors.ts';
import { StoredObject } from '../../model/stored-object.ts';
import { protobufEvent, protobufList, protobufObject } from './protobuf.ts';

const metadata = { name: 'a', namespace: 'n', uid: 'u', resourceVersion: '7', creationTimestamp: '2026-01-01T00:00:00Z' };
const configMap = StoredObject.fromObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { key: 'value' } });

const read = (message: Uint8Array) => decode(ConfigMap.schema, decodeMessage(ConfigMap.schema, message)).object;

test('an object is encoded once', () => {
  const bytes = protobufObject(configMap);
  assert.ok(bytes);
  assert.equal(protobufObject(configMap), bytes);
  const { apiVersion, kind, raw } = openEnvelope(bytes);
  assert.deepEqual([apiVersion, kind], ['v1', 'ConfigMap']);
  assert.deepEqual(read(raw), { metadata, data: { key: 'value' } });
});

test('a list holds the messages of its items', () => {
  const bytes = protobufList({
    type: 'list',
    apiVersion: 'v1',
    kind: 'ConfigMapList',
    metadata: { resourceVersion: '9' },
    items: [configMap],
  });
  assert.ok(bytes);
  const { kind, raw } = openEnvelope(bytes);
  assert.equal(kind, 'ConfigMapList');
  assert.ok(Buffer.from(raw).includes(Buffer.from(openEnvelope(protobufObject(configMap) ?? new Uint8Array()).raw)));
});

test('an event is a frame with the object in its envelope', () => {
  const frame = protobufEvent({ type: 'ADDED', object: configMap });
  assert.ok(frame);
  const bytes = Buffer.from(frame);
  assert.equal(bytes.readUInt32BE(0), bytes.length - 4);
  // Field 1 is the type, field 2 a message whose field 1 is the object.
  assert.deepEqual(bytes.subarray(4, 11), Buffer.from('\n\x05ADDED'));
  assert.equal(bytes.subarray(bytes.indexOf('k8s\0')).equals(protobufObject(configMap) ?? new Uint8Array()), true);
});

test('refusals have a form, custom resources have none', () => {
  assert.ok(protobufObject({ object: notFound({ group: '', plural: 'pods', name: 'x' }).status }));
  assert.equal(protobufObject({ object: { apiVersion: 'example.com/v1', kind: 'Widget', metadata } }), undefined);
});
