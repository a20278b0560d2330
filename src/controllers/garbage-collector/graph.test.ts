import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DiscoveredResource } from '../../client/discovery.ts';
import type { KubeObject, StoredMeta } from '../../model/kind.ts';
import { at, meta } from '../testing/builders.ts';
import { OwnerGraph } from './graph.ts';

const pods: DiscoveredResource = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced', verbs: [] };
const sets: DiscoveredResource = {
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  scope: 'Namespaced',
  verbs: [],
};

const object = (name: string, more: Partial<StoredMeta> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: meta(name, more),
});
const ownedBy = (name: string, blockOwnerDeletion = true) => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid: `uid-${name}`, controller: true, blockOwnerDeletion }],
});

function setUp() {
  const tasks: string[] = [];
  const graph = new OwnerGraph({
    check: (uid) => tasks.push(`check ${uid}`),
    checkSoon: (uid) => tasks.push(`check soon ${uid}`),
    orphan: (uid) => tasks.push(`orphan ${uid}`),
    invalidNamespace: ({ uid }) => tasks.push(`invalid namespace ${uid}`),
  });
  return { graph, take: () => tasks.splice(0) };
}

test('an object whose owner is known gives no work, one whose owner is not is looked into soon', () => {
  const { graph, take } = setUp();
  graph.apply(sets, object('web'));
  graph.apply(pods, object('a', ownedBy('web')));
  assert.deepEqual(take(), []);
  graph.apply(pods, object('b', ownedBy('other')));
  assert.deepEqual(take(), ['check soon uid-b']);
  assert.deepEqual(
    graph.dependentsOf('uid-web').map(({ name }) => name),
    ['a'],
  );
});

test('when an owner goes, what it owned is looked into', () => {
  const { graph, take } = setUp();
  graph.apply(sets, object('web'));
  graph.apply(pods, object('a', ownedBy('web')));
  graph.remove('uid-web');
  assert.deepEqual(take(), ['check uid-a']);
});

test('an owner that is deleted in the foreground is looked into with all it owns, and again when one of these goes', () => {
  const { graph, take } = setUp();
  graph.apply(sets, object('web'));
  graph.apply(pods, object('a', ownedBy('web')));
  graph.apply(pods, object('b', ownedBy('web', false)));
  graph.apply(sets, object('web', { deletionTimestamp: at(1), finalizers: ['foregroundDeletion'] }));
  assert.deepEqual(take(), ['check uid-a', 'check uid-b', 'check uid-web']);
  assert.deepEqual(
    graph.blockingDependentsOf('uid-web').map(({ name }) => name),
    ['a'],
  );
  graph.remove('uid-a');
  assert.deepEqual(take(), ['check uid-web']);
});

test('an owner that is to leave orphans is orphaned once', () => {
  const { graph, take } = setUp();
  const going = object('web', { deletionTimestamp: at(1), finalizers: ['orphan'] });
  graph.apply(sets, going);
  graph.apply(sets, going);
  assert.deepEqual(take(), ['orphan uid-web']);
});

test('an owner that nothing blocks any more is looked into', () => {
  const { graph, take } = setUp();
  graph.apply(sets, object('web'));
  graph.apply(pods, object('a', ownedBy('web')));
  graph.apply(pods, object('a', ownedBy('web', false)));
  assert.deepEqual(take(), ['check uid-web']);
  graph.apply(pods, object('a'));
  assert.deepEqual(graph.dependentsOf('uid-web'), []);
});

test('an owner in another namespace is none', () => {
  const { graph, take } = setUp();
  graph.apply(sets, object('web', { namespace: 'elsewhere' }));
  graph.apply(pods, object('a', ownedBy('web')));
  assert.deepEqual(take(), ['check soon uid-a', 'invalid namespace uid-a']);
});
