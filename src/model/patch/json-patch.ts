import { copyJson, isNestedTooDeeply, setOwn } from '../decode/nesting.ts';
import { ApiError, badRequest, unprocessable } from '../errors.ts';
import { equalJson, isObject, sortedObject, type JsonObject } from './json-object.ts';

const operationsLimit = 10_000;
/** So many bytes may be copied: a few copies of copies would fill any memory. */
const copiedLimitBytes = 3 * 1024 * 1024;

interface Operation {
  readonly op?: string;
  readonly path?: string;
  readonly from?: string;
  readonly value?: unknown;
}

/**
 * Applies a JSON patch (RFC 6902), as generously as upstream: indexes may count from the end, and what is replaced need
 * not be there. Neither value is changed; the result shares what stayed the same. Throws ApiError.
 */
export function applyJsonPatch(current: unknown, patch: unknown): unknown {
  if (isNestedTooDeeply(patch)) throw badRequest('exceeded max depth');
  const operations = decodeOperations(patch);
  if (operations.length > operationsLimit) {
    throw new ApiError(
      'RequestEntityTooLarge',
      `The allowed maximum operations in a JSON patch is ${operationsLimit}, got ${operations.length}`,
    );
  }
  const document = new Document(current);
  for (const operation of operations) {
    const problem = document.apply(operation);
    if (problem !== undefined) throw unprocessable(new Error(problem));
  }
  return document.finish();
}

const goKind = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value);

function decodeOperations(patch: unknown): readonly Operation[] {
  const refuse = (value: unknown, where: string) =>
    badRequest(`error decoding patch: json: cannot unmarshal ${goKind(value)} into Go ${where}`);
  if (patch === null || patch === undefined) return [];
  if (!Array.isArray(patch)) throw refuse(patch, 'value of type []handlers.jsonPatchOp');
  return patch.map((operation: unknown) => {
    if (operation === null) return {};
    if (!isObject(operation)) throw refuse(operation, 'value of type handlers.jsonPatchOp');
    for (const name of ['op', 'path', 'from'] as const) {
      const value = operation[name];
      if (value !== null && value !== undefined && typeof value !== 'string')
        throw refuse(value, `struct field jsonPatchOp.${name} of type string`);
    }
    return operation;
  });
}

type Container = JsonObject | unknown[];

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** A document that copies what it changes when it first changes it. Its methods give what is wrong, or nothing. */
class Document {
  #root: unknown;
  readonly #own = new Set<Container>();
  #copiedBytes = 0;

  constructor(value: unknown) {
    this.#root = value;
  }

  finish(): unknown {
    return this.#sorted(this.#root, true);
  }

  apply(operation: Operation): string | undefined {
    const { op = 'unknown', path } = operation;
    if (!['add', 'remove', 'replace', 'move', 'copy', 'test'].includes(op)) return `Unexpected kind: ${op}`;
    if (path === undefined || path === null) return `${op} operation failed to decode path: missing value`;
    switch (op) {
      case 'add':
        return this.#add(path, operation.value ?? null, op);
      case 'remove':
        return this.#remove(path, op);
      case 'replace':
        return this.#replace(path, operation.value ?? null);
      case 'test':
        return this.#test(path, operation.value);
      default:
        return this.#transfer(op, operation.from, path);
    }
  }

  #add(path: string, value: unknown, op: string): string | undefined {
    const place = this.#find(path);
    if (!place) return `${op} operation does not apply: doc is missing path: "${path}": missing value`;
    const { container, key } = place;
    if (!Array.isArray(container)) {
      setOwn(container, key, value);
      return undefined;
    }
    if (key === '-') {
      container.push(value);
      return undefined;
    }
    const index = indexOf(key, container.length + 1);
    if (index === undefined || index > container.length)
      return `error in ${op} for path: '${path}': Unable to access invalid index: ${key}`;
    container.splice(index, 0, value);
    return undefined;
  }

  #remove(path: string, op: string): string | undefined {
    const place = this.#find(path);
    if (!place) return `${op} operation does not apply: doc is missing path: "${path}": missing value`;
    const { container, key } = place;
    if (Array.isArray(container)) {
      const index = indexOf(key, container.length);
      if (index === undefined || index >= container.length)
        return `error in ${op} for path: '${path}': Unable to access invalid index: ${key}`;
      container.splice(index, 1);
      return undefined;
    }
    if (!Object.hasOwn(container, key)) return `error in ${op} for path: '${path}': Unable to remove nonexistent key: ${key}`;
    delete container[key];
    return undefined;
  }

  #replace(path: string, value: unknown): string | undefined {
    if (path === '') {
      if (!isContainer(value)) return 'replace operation value must be object or array';
      this.#root = value;
      return undefined;
    }
    const place = this.#find(path);
    if (!place) return `replace operation does not apply: doc is missing path: ${path}: missing value`;
    const { container, key } = place;
    if (!Array.isArray(container)) {
      setOwn(container, key, value);
      return undefined;
    }
    const index = indexOf(key, container.length);
    if (index === undefined || index >= container.length)
      return `replace operation does not apply: doc is missing key: ${path}: missing value`;
    container[index] = value;
    return undefined;
  }

  #test(path: string, value: unknown): string | undefined {
    const place = path === '' ? undefined : this.#find(path);
    if (path !== '' && !place) return `test operation does not apply: is missing path: ${path}: missing value`;
    const found = place ? valueAt(place) : { value: this.#root };
    if (!found) return `error in test for path: '${path}'`;
    return equalJson(found.value ?? null, value ?? null) ? undefined : `testing value ${path} failed: test failed`;
  }

  #transfer(op: string, from: string | undefined, path: string): string | undefined {
    if (from === undefined || from === null) return `${op} operation failed to decode from: missing value`;
    const place = this.#find(from);
    if (!place) return `${op} operation does not apply: doc is missing from path: ${from}: missing value`;
    const found = valueAt(place);
    if (!found) return `error in ${op} for path: '${from}'`;
    if (op === 'move') return this.#remove(from, op) ?? this.#add(path, found.value ?? null, op);
    this.#copiedBytes += Buffer.byteLength(JSON.stringify(found.value ?? null));
    if (this.#copiedBytes > copiedLimitBytes) {
      return `Unable to complete the copy, the accumulated size increase of copy is ${this.#copiedBytes}, exceeding the limit ${copiedLimitBytes}`;
    }
    return this.#add(path, copyJson(found.value ?? null), op);
  }

  /** The container that holds what the path names, made this document's own along with all above it. */
  #find(path: string): { container: Container; key: string } | undefined {
    const [start, ...steps] = path.split('/').map(unescape);
    const key = steps.pop();
    if (start === undefined || key === undefined || !isContainer(this.#root)) return undefined;
    let container = this.#owned(this.#root);
    this.#root = container;
    for (const step of steps) {
      const found = valueAt({ container, key: step });
      if (!found || !isContainer(found.value)) return undefined;
      const inner = this.#owned(found.value);
      if (Array.isArray(container)) container[indexOf(step, container.length) ?? 0] = inner;
      else setOwn(container, step, inner);
      container = inner;
    }
    return { container, key };
  }

  #owned(container: Container): Container {
    if (this.#own.has(container)) return container;
    const copy = Array.isArray(container) ? [...container] : { ...container };
    this.#own.add(copy);
    return copy;
  }

  #sorted(value: unknown, isRoot = false): unknown {
    if (!isContainer(value) || !(isRoot || this.#own.has(value))) return value;
    if (Array.isArray(value)) return value.map((item) => this.#sorted(item));
    return sortedObject(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.#sorted(inner)])));
  }
}

/** What is there, `undefined` for a field that is not; nothing for an index that is not. */
function valueAt({ container, key }: { container: Container; key: string }): { value: unknown } | undefined {
  if (!Array.isArray(container)) return { value: Object.hasOwn(container, key) ? container[key] : undefined };
  const index = indexOf(key, container.length);
  return index === undefined || index >= container.length ? undefined : { value: container[index] };
}

/** Negative indexes count from the end. */
function indexOf(key: string, length: number): number | undefined {
  if (!/^[-+]?\d+$/.test(key)) return undefined;
  const index = Number(key);
  if (index >= 0) return index;
  return index < -length ? undefined : index + length;
}

const unescape = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');
