import type { KubeObject } from '../../model/kind.ts';
import { storedValue } from '../../model/stored-object.ts';
import type { Store } from '../../storage/store.ts';
import { Feed } from './feed.ts';
import type { ResourceCache } from './resource-cache.ts';

/** What the tests of caches share: objects that are nothing but labels, and a store to keep them in. */

export const configMap = (name: string, labels: readonly string[] = [], namespace = 'default'): KubeObject => ({
  kind: 'ConfigMap',
  apiVersion: 'v1',
  metadata: {
    name,
    namespace,
    uid: `uid-of-${name}`,
    resourceVersion: '',
    creationTimestamp: '2026-01-01T00:00:00Z',
    ...(labels.length > 0 && { labels: Object.fromEntries(labels.map((value, index) => [`l${index}`, value])) }),
  },
});

export const prefix = '/registry/configmaps/';
const keyOf = ({ metadata: { namespace, name } }: KubeObject) => `${prefix}${namespace}/${name}`;

/** Creates the object or puts it in the place of the one that is there. */
export async function put(store: Store, object: KubeObject): Promise<number> {
  const key = keyOf(object);
  const written = await store.put(key, storedValue(object), { expect: (await store.get(key))?.revision ?? 0 });
  if (!written.ok) throw new Error(`somebody else wrote ${key}`);
  return written.entry.revision;
}

export async function remove(store: Store, object: KubeObject): Promise<number> {
  const key = keyOf(object);
  const removed = await store.delete(key, { expect: (await store.get(key))?.revision ?? 0 });
  if (!removed.ok) throw new Error(`there is no ${key}`);
  return removed.revision;
}

/** A feed that runs until it is disposed of. */
export async function startFeed(store: Store, ...caches: ResourceCache[]): Promise<{ feed: Feed } & AsyncDisposable> {
  const stopping = new AbortController();
  const feed = new Feed({ store });
  for (const cache of caches) feed.add(cache);
  const done = feed.run(stopping.signal);
  await feed.started();
  return {
    feed,
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await done;
    },
  };
}
