import { setOwn } from '../../decode/nesting.ts';
import { isObject, type JsonObject } from '../../patch/json-object.ts';
import { itemElement, listOrEmpty } from './items.ts';
import type { Shape } from './shape.ts';

/** What is there with what is applied merged in; the result shares what stayed the same. */
export function merge(shape: Shape, live: unknown, applied: unknown): unknown {
  if (applied === undefined) return live;
  if (live === undefined || live === null) return applied;
  if (shape.kind === 'leaf' || shape.kind === 'ignored') return applied;
  if (shape.kind === 'object' || shape.kind === 'map') {
    if (applied === null) return isObject(live) && Object.keys(live).length > 0 ? live : applied;
    return isObject(live) && isObject(applied) ? mergeFields(shape, live, applied) : applied;
  }
  const liveItems = listOrEmpty(live);
  const appliedItems = listOrEmpty(applied);
  return liveItems.length === 0 && appliedItems.length === 0 ? applied : mergeItems(shape, liveItems, appliedItems);
}

function mergeFields(shape: Extract<Shape, { kind: 'object' | 'map' }>, live: JsonObject, applied: JsonObject): JsonObject {
  const result: JsonObject = { ...live };
  for (const name in applied) {
    const inner: Shape = shape.kind === 'map' ? shape.values : (shape.fields.get(name) ?? { kind: 'leaf' });
    setOwn(result, name, merge(inner, Object.hasOwn(live, name) ? live[name] : undefined, applied[name]));
  }
  return result;
}

/**
 * Items that are applied come in the order in which they are applied. The others stay where they were among those that
 * both have.
 */
function mergeItems(shape: Extract<Shape, { kind: 'keyed' | 'set' }>, live: readonly unknown[], applied: readonly unknown[]): unknown[] {
  const liveElements = live.map((item) => itemElement(shape, item));
  const appliedElements = applied.map((item) => itemElement(shape, item));
  const appliedSet = new Set(appliedElements);
  // What is there twice is not merged: the applied item takes the place of both.
  const liveByElement = new Map<string, unknown>();
  for (const [index, element] of liveElements.entries()) liveByElement.set(element, liveByElement.has(element) ? undefined : live[index]);
  const mergedItem = (element: string, item: unknown): unknown =>
    shape.kind === 'keyed' ? merge(shape.items, liveByElement.get(element), item) : item;

  const shared = appliedElements.filter((element) => liveByElement.has(element));
  const done = new Set<string>();
  const result: unknown[] = [];
  let l = 0;
  let a = 0;
  let nextShared = 0;
  while (l < live.length || a < applied.length) {
    const liveElement = liveElements[l];
    const appliedElement = appliedElements[a];
    if (liveElement !== undefined && appliedElement !== undefined) {
      if (liveElement === appliedElement) {
        done.add(appliedElement);
        result.push(mergedItem(appliedElement, applied[a]));
        l++;
        a++;
        nextShared++;
        continue;
      }
      const wanted = shared[nextShared];
      if (appliedSet.has(liveElement) && wanted !== undefined && wanted !== liveElement) {
        // It comes later, in the order of what is applied.
        l++;
        continue;
      }
    }
    if (liveElement !== undefined) {
      if (!appliedSet.has(liveElement)) {
        result.push(live[l]);
        l++;
        continue;
      }
      if (done.has(liveElement)) l++;
    }
    if (appliedElement !== undefined) {
      done.add(appliedElement);
      result.push(mergedItem(appliedElement, applied[a]));
      a++;
      if (shared[nextShared] === appliedElement) nextShared++;
    }
  }
  return result;
}
