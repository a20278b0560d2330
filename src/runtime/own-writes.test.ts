import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../base/log.ts';
import type { Client } from '../client/client.ts';
import { LocalCopy } from '../client/informer/local-copy.ts';
import { ConfigMap } from '../kinds/core/config-map.ts';
import { Namespace } from '../kinds/core/namespace.ts';
import type { StoredMeta } from '../model/kind.ts';
import { OwnWrites } from './own-writes.ts';

const configMap = (version: number, more: Partial<StoredMeta> = {}): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'shop', uid: 'uid-a', resourceVersion: String(version), creationTimestamp: '', ...more },
});

/** Answers every update with what it was given. */
const echo = { update: async (_kind: unknown, object: unknown) => object } as unknown as Client; // nothing else is asked for

async function noted(...objects: readonly ConfigMap[]) {
  const writes = new OwnWrites();
  const client = writes.noting('key', echo);
  for (const object of objects) await client.update(ConfigMap, object);
  const taken = await writes.take('key');
  assert.deepEqual(await writes.take('key'), []);
  return taken;
}

test('of several writes of a kind the newest is to be seen', async () => {
  assert.deepEqual(await noted(configMap(9), configMap(10), configMap(2)), [{ kind: ConfigMap, resourceVersion: '10' }]);
});

test('an object that a write removes is to be seen to be gone, since its last version says nothing about that', async () => {
  const going = { deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 };
  const removed = { ref: { name: 'a', namespace: 'shop' }, uid: 'uid-a' };
  assert.deepEqual(await noted(configMap(3, going)), [{ kind: ConfigMap, resourceVersion: '3', removed }]);
  const held = await noted(
    configMap(3, { ...going, finalizers: ['example.com/held'] }),
    configMap(4, { ...going, deletionGracePeriodSeconds: 30 }),
  );
  assert.deepEqual(held, [{ kind: ConfigMap, resourceVersion: '4' }]);
});

test('a namespace that still holds something is not gone, though it has no finalizers as others have them', async () => {
  const writes = new OwnWrites();
  const namespace: Namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', uid: 'uid-n', resourceVersion: '7', creationTimestamp: '', deletionTimestamp: '2026-01-01T00:00:00Z' },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Terminating' },
  };
  await writes.noting('key', echo).update(Namespace, namespace);
  assert.deepEqual(await writes.take('key'), [{ kind: Namespace, resourceVersion: '7' }]);
});

test('a local copy tells when an object is gone, or another has its name', async () => {
  const { signal } = new AbortController();
  const copy = new LocalCopy<ConfigMap>(ConfigMap, { log: silentLog, refresh: () => {} });
  copy.replaceAll([configMap(1)], '1');
  let isGone = false;
  const gone = copy.withoutObject({ ref: { name: 'a', namespace: 'shop' }, uid: 'uid-a', signal }).then(() => (isGone = true));
  copy.apply(configMap(2));
  await Promise.resolve();
  assert.equal(isGone, false);
  copy.apply(configMap(3, { uid: 'uid-b' }));
  await gone;
  await copy.withoutObject({ ref: { name: 'a', namespace: 'shop' }, uid: 'uid-a', signal });
});
