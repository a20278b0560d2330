import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../src/base/fake-clock.ts';
import { MemoryStore } from '../../src/storage/memory/store.ts';
import { configMap, configMaps, startServer, type Server } from '../support/in-process.ts';

const create = (server: Server, name: string, labels: Record<string, string> = {}) =>
  server.ask(`POST ${configMaps}`, { body: configMap(name, { labels }) });

const patch = (server: Server, name: string, body: object) =>
  server.ask(`PATCH ${configMaps}/${name}`, { body, headers: { 'content-type': 'application/merge-patch+json' } });

test('a watch without a version begins with all there is, then tells what happens', async () => {
  await using server = await startServer();
  await create(server, 'a');
  await create(server, 'b');
  await using watch = await server.watch(`${configMaps}?watch=1`);
  assert.deepEqual(await watch.take(2), ['ADDED a', 'ADDED b']);
  await create(server, 'c');
  await patch(server, 'a', { data: { x: '1' } });
  await server.ask(`DELETE ${configMaps}/b`);
  assert.deepEqual(await watch.take(3), ['ADDED c', 'MODIFIED a', 'DELETED b']);
});

test('a watch from a version tells what came after it, and nothing twice', async () => {
  await using server = await startServer();
  await create(server, 'before');
  const { body } = await server.ask(`GET ${configMaps}`);
  await create(server, 'after');
  await using watch = await server.watch(`${configMaps}?watch=1&resourceVersion=${body.metadata.resourceVersion}`);
  await create(server, 'later');
  assert.deepEqual(await watch.take(2), ['ADDED after', 'ADDED later']);
});

test('to a watch with a selector, objects that begin to match are added and those that cease to are deleted', async () => {
  await using server = await startServer();
  await create(server, 'a', { app: 'web' });
  await create(server, 'b', { app: 'db' });
  await using watch = await server.watch(`${configMaps}?watch=1&labelSelector=app%3Dweb`);
  await patch(server, 'b', { metadata: { labels: { app: 'web' } } });
  await patch(server, 'a', { metadata: { labels: { app: 'db' } } });
  await patch(server, 'a', { data: { x: 'unseen' } });
  await server.ask(`DELETE ${configMaps}/b`);
  assert.deepEqual(await watch.take(4), ['ADDED a', 'ADDED b', 'DELETED a', 'DELETED b']);
});

test('what leaves a selection is told as it last matched, under the version that made it leave', async () => {
  await using server = await startServer();
  const { body: created } = await create(server, 'a', { app: 'web' });
  const from = created.metadata.resourceVersion;
  await using watch = await server.watch(`${configMaps}?watch=1&labelSelector=app&resourceVersion=${from}`);
  const { body: changed } = await patch(server, 'a', { metadata: { labels: { app: null } } });
  const event = await watch.next();
  assert.equal(event?.type, 'DELETED');
  assert.deepEqual(event.object.metadata.labels, { app: 'web' });
  assert.equal(event.object.metadata.resourceVersion, changed.metadata.resourceVersion);
});

test('one object can be watched, by its old path and by its name', async () => {
  await using server = await startServer();
  await create(server, 'a');
  await create(server, 'b');
  await using byPath = await server.watch('/api/v1/watch/namespaces/default/configmaps/b');
  await using byName = await server.watch(`${configMaps}?watch=1&fieldSelector=metadata.name%3Db`);
  await patch(server, 'a', { data: { x: '1' } });
  await patch(server, 'b', { data: { x: '1' } });
  assert.deepEqual(await byPath.take(2), ['ADDED b', 'MODIFIED b']);
  assert.deepEqual(await byName.take(2), ['ADDED b', 'MODIFIED b']);
});

test('a streaming list ends with a bookmark that says so', async () => {
  await using server = await startServer();
  await create(server, 'a');
  const query = 'watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan';
  await using watch = await server.watch(`${configMaps}?${query}`);
  assert.deepEqual(await watch.take(1), ['ADDED a']);
  const bookmark = await watch.next();
  assert.equal(bookmark?.type, 'BOOKMARK');
  assert.deepEqual(bookmark.object.metadata.annotations, { 'k8s.io/initial-events-end': 'true' });
  await create(server, 'b');
  assert.deepEqual(await watch.take(1), ['ADDED b']);
});

test('quiet watchers are told by bookmarks how far they have seen everything', async () => {
  const clock = new FakeClock();
  await using server = await startServer({ clock });
  await using watch = await server.watch(`${configMaps}?watch=1&allowWatchBookmarks=true`);
  assert.deepEqual(await watch.take(1), ['BOOKMARK']);
  const { body: created } = await create(server, 'a');
  assert.deepEqual(await watch.take(1), ['ADDED a']);
  await server.ask('POST /api/v1/namespaces/default/secrets', { body: { metadata: { name: 's' } } });
  await clock.advance(120_000);
  const bookmark = await watch.next();
  assert.equal(bookmark?.type, 'BOOKMARK');
  assert.equal(bookmark.object.kind, 'ConfigMap');
  assert(Number(bookmark.object.metadata.resourceVersion) > Number(created.metadata.resourceVersion));
});

test('a watch ends after the time that was asked for', async () => {
  const clock = new FakeClock();
  await using server = await startServer({ clock });
  await using watch = await server.watch(`${configMaps}?watch=1&timeoutSeconds=30`);
  await create(server, 'a');
  assert.deepEqual(await watch.take(1), ['ADDED a']);
  const end = watch.next();
  await clock.advance(30_000);
  assert.equal(await end, undefined);
});

test('a watch from a version that has been forgotten is told to begin anew', async () => {
  await using store = new MemoryStore();
  {
    await using earlier = await startServer({ store });
    for (let number = 0; number < 5; number++) await create(earlier, `c-${number}`);
  }
  await store.compact(await store.revision());
  // Another server remembers nothing that the store forgot.
  await using server = await startServer({ store });
  await using watch = await server.watch(`${configMaps}?watch=1&resourceVersion=1`);
  const event = await watch.next();
  assert.equal(event?.type, 'ERROR');
  assert.deepEqual([event.object['code'], event.object.reason], [410, 'Expired']);
  assert.equal(await watch.next(), undefined);
});

test('a watch from before the cache began is told from the store', async () => {
  await using store = new MemoryStore();
  let version: string | undefined;
  {
    await using earlier = await startServer({ store });
    version = (await create(earlier, 'a')).body.metadata.resourceVersion;
    await patch(earlier, 'a', { data: { x: '1' } });
    await create(earlier, 'b');
  }
  await using server = await startServer({ store });
  await using watch = await server.watch(`${configMaps}?watch=1&resourceVersion=${version}`);
  await create(server, 'c');
  assert.deepEqual(await watch.take(3), ['MODIFIED a', 'ADDED b', 'ADDED c']);
});

test('a watch from a version that has not been reached is refused', async () => {
  await using server = await startServer();
  const { code, body } = await server.ask(`GET ${configMaps}?watch=1&resourceVersion=999999`);
  assert.deepEqual([code, body.reason, body.details?.causes?.[0]?.reason], [504, 'Timeout', 'ResourceVersionTooLarge']);
});
