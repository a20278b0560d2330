import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ApiError } from '../errors.ts';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import { applyStrategicMergePatch } from './strategic-merge.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const member = fc.constantFrom('a', 'b', 'c');
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<Json>(null, true, 0, 1, 'x', 'y'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(member, tie('json'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const object = fc.dictionary(member, json, { maxKeys: 3, noNullPrototype: true });

const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Without members that are null, wherever they are. */
function pruned(value: Json): Json {
  if (Array.isArray(value)) return (value as Json[]).map(pruned);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, pruned(inner)]])));
}

/** As section 2 of RFC 7396 has it, but that null is also left out of objects in lists, as upstream does. */
function merged(target: Json, patch: Json): Json {
  if (!isObject(target)) return pruned(patch);
  if (!isObject(patch)) return patch;
  const result: Record<string, Json> = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name] ?? null, value);
  }
  return result;
}

test('a merge patch does what RFC 7396 says', () => {
  fc.assert(
    fc.property(object, object, (target, patch) => assert.deepEqual(applyMergePatch(target, patch), merged(target, patch))),
    { numRuns: 500 },
  );
});

type Operation = { readonly op: 'add' | 'remove' | 'replace'; readonly path: readonly string[]; readonly value: Json };

/** As section 4 of RFC 6902 has it, for paths already split; undefined where it must fail. */
function operated(target: Json, { op, path, value }: Operation): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return undefined;
  if (rest.length > 0) {
    const child = Array.isArray(target)
      ? (target as Json[])[indexOf(name, target.length - 1) ?? -1]
      : isObject(target)
        ? target[name]
        : undefined;
    if (child === undefined) return undefined;
    const next = operated(child, { op, path: rest, value });
    if (next === undefined) return undefined;
    return Array.isArray(target) ? (target as Json[]).with(Number(name), next) : { ...(target as object), [name]: next };
  }
  if (Array.isArray(target)) {
    const items = target as Json[];
    const index = op === 'add' && name === '-' ? items.length : indexOf(name, op === 'add' ? items.length : items.length - 1);
    if (index === undefined) return undefined;
    if (op === 'add') return items.toSpliced(index, 0, value);
    return op === 'remove' ? items.toSpliced(index, 1) : items.with(index, value);
  }
  // A replacement of what is not there adds it, here as in upstream, where the RFC would have it fail.
  if (!isObject(target) || (op === 'remove' && !(name in target))) return undefined;
  if (op === 'remove') return Object.fromEntries(Object.entries(target).filter(([each]) => each !== name));
  return { ...target, [name]: value };
}

const indexOf = (text: string, last: number): number | undefined =>
  /^(0|[1-9]\d*)$/.test(text) && Number(text) <= last ? Number(text) : undefined;

const operation = fc.record({
  op: fc.constantFrom('add', 'remove', 'replace'),
  path: fc.array(fc.constantFrom('a', 'b', 'c', '0', '1', '-'), { minLength: 1, maxLength: 3 }),
  value: json,
});

test('a JSON patch does what RFC 6902 says, or fails where that says so', () => {
  fc.assert(
    fc.property(object, fc.array(operation, { minLength: 1, maxLength: 4 }), (target, operations) => {
      const expected = operations.reduce<Json | undefined>((now, each) => (now === undefined ? undefined : operated(now, each)), target);
      const patch = operations.map(({ op, path, value }) => ({ op, path: `/${path.join('/')}`, ...(op !== 'remove' && { value }) }));
      if (expected === undefined)
        assert.throws(
          () => applyJsonPatch(target, patch),
          (error) => ApiError.is(error),
        );
      else assert.deepEqual(applyJsonPatch(target, patch), expected);
    }),
    { numRuns: 500 },
  );
});

const item = fc.record({ name: member, image: fc.constantFrom('i', 'j') }, { noNullPrototype: true });
const items = fc.uniqueArray(item, { selector: ({ name }) => name, maxLength: 3 });
const someItems = items.filter(({ length }) => length > 0);
const podWith = (containers: object[]) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers } });
const byName = (result: unknown) =>
  Object.fromEntries(
    (result as { spec: { containers: { name: string; image?: string }[] } }).spec.containers.map((each) => [each.name, each.image]),
  );

test('a strategic patch merges the items of a list by their key, and doing it again changes nothing', () => {
  fc.assert(
    fc.property(items, items, (now, wanted) => {
      const patch = { spec: { containers: wanted } };
      const once = applyStrategicMergePatch(podWith(now), patch, Pod.schema);
      assert.deepEqual(byName(once), { ...byName(podWith(now)), ...byName(podWith(wanted)) });
      assert.deepEqual(applyStrategicMergePatch(once as object, patch, Pod.schema), once);
    }),
    { numRuns: 200 },
  );
});

test('what a strategic patch deletes is gone, and what it puts in order is in that order', () => {
  fc.assert(
    fc.property(someItems, member, fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 3 }), (now, gone, order) => {
      const deletion = { spec: { containers: [{ name: gone, $patch: 'delete' }] } };
      const left = applyStrategicMergePatch(podWith(now), deletion, Pod.schema);
      assert.deepEqual(
        Object.keys(byName(left)),
        now.map(({ name }) => name).filter((name) => name !== gone),
      );
      const ordering = { spec: { '$setElementOrder/containers': order.map((name) => ({ name })) } };
      const ordered = applyStrategicMergePatch(podWith(now), ordering, Pod.schema);
      assert.deepEqual(
        Object.keys(byName(ordered)),
        order.filter((name) => now.some((each) => each.name === name)),
      );
      const replacement = { spec: { containers: [{ $patch: 'replace' }, { name: gone, image: 'new' }] } };
      assert.deepEqual(byName(applyStrategicMergePatch(podWith(now), replacement, Pod.schema)), { [gone]: 'new' });
    }),
    { numRuns: 200 },
  );
});

test('a strategic patch of what has no lists is a merge patch', () => {
  const data = fc.dictionary(member, fc.constantFrom('x', 'y'), { maxKeys: 3, noNullPrototype: true });
  const change = fc.dictionary(member, fc.constantFrom('x', 'z', null), { maxKeys: 3, noNullPrototype: true });
  fc.assert(
    fc.property(data, change, (now, patch) => {
      const target = { metadata: { name: 'a' }, data: now };
      assert.deepEqual(applyStrategicMergePatch(target, { data: patch }, ConfigMap.schema), merged(target, { data: patch }));
    }),
    { numRuns: 200 },
  );
});
