import type { KubeObject } from './kind.ts';

const newline = 0x0a;

/** How every stored value starts, so that the resource version can be put in without parsing. */
const start = Buffer.from('{"metadata":{');

/**
 * One version of one object: its JSON bytes as served and its parsed form, each made from the other when asked for. The
 * bytes are kept; the parsed form, which takes several times as much memory, only as long as somebody else keeps it.
 * Shared by everyone who reads, so never change what it returns.
 */
export class StoredObject<T extends KubeObject = KubeObject> {
  /** The store revision that wrote this version; `metadata.resourceVersion` says the same. */
  readonly revision: number;
  #line: Uint8Array | undefined;
  /** There as long as there are no bytes. */
  #object: T | undefined;
  #parsed: WeakRef<T> | undefined;

  private constructor(revision: number, line: Uint8Array | undefined, object: T | undefined) {
    this.revision = revision;
    this.#line = line;
    this.#object = object;
  }

  /** From what the store holds: JSON without resource version. */
  static fromStored<T extends KubeObject>(value: Uint8Array, revision: number): StoredObject<T> {
    if (!startsAsStored(value)) return StoredObject.#fromForeign(value, revision);
    const version = Buffer.from(`{"metadata":{"resourceVersion":"${revision}",`);
    const length = version.length + value.length - start.length;
    const line = new Uint8Array(length + 1);
    line.set(version);
    line.set(value.subarray(start.length), version.length);
    line[length] = newline;
    return new StoredObject<T>(revision, line, undefined);
  }

  /** From an object that carries its resource version already. */
  static fromObject<T extends KubeObject>(object: T, revision = Number(object.metadata.resourceVersion)): StoredObject<T> {
    return new StoredObject<T>(revision, undefined, object);
  }

  // Another writer's JSON has its own order of fields: parse it once and carry on with ours.
  static #fromForeign<T extends KubeObject>(value: Uint8Array, revision: number): StoredObject<T> {
    const parsed = JSON.parse(Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf8')) as T;
    return new StoredObject<T>(revision, undefined, { ...parsed, metadata: { ...parsed.metadata, resourceVersion: String(revision) } });
  }

  /** The same content under another resource version, as a deletion is told. */
  at(revision: number): StoredObject<T> {
    const { metadata, ...rest } = this.object;
    // Spreading a generic object loses its exact type; the fields are the same.
    return StoredObject.fromObject({ ...rest, metadata: { ...metadata, resourceVersion: String(revision) } } as T, revision);
  }

  get bytes(): Uint8Array {
    return this.line.subarray(0, -1);
  }

  /** The bytes with the newline that follows them on the wire. */
  get line(): Uint8Array {
    if (this.#line) return this.#line;
    // Only made without when there is an object.
    const object = this.#object as T;
    this.#line = Buffer.from(`${JSON.stringify(inStoredOrder(object))}\n`);
    this.#parsed = new WeakRef(object);
    this.#object = undefined;
    return this.#line;
  }

  /** The bytes, ending with the given type: that of the list which this is an item of, so that it can be cut off there. */
  bytesAsItem(type: Pick<KubeObject, 'kind' | 'apiVersion'>): Uint8Array {
    const end = typeAtTheEnd(type);
    const { bytes } = this;
    if (bytes.length > end.length && end.compare(bytes, bytes.length - end.length) === 0) return bytes;
    return Buffer.from(JSON.stringify(inStoredOrder({ ...this.object, ...type })));
  }

  get object(): T {
    const known = this.#object ?? this.#parsed?.deref();
    if (known) return known;
    const { buffer, byteOffset, length } = this.bytes;
    const object = JSON.parse(Buffer.from(buffer, byteOffset, length).toString('utf8')) as T;
    this.#parsed = new WeakRef(object);
    return object;
  }
}

/** Whether the bytes begin as all begin that `storedValue` makes. */
export const startsAsStored = (value: Uint8Array): boolean => value.length >= start.length && start.compare(value, 0, start.length) === 0;

/** What is written to the store: metadata first, without the resource version, which the store gives; kind and API version last. */
export function storedValue(object: KubeObject): Uint8Array {
  const {
    metadata: { resourceVersion: _, ...metadata },
    kind,
    apiVersion,
    ...rest
  } = object;
  return Buffer.from(JSON.stringify({ metadata, ...rest, kind, apiVersion }));
}

function inStoredOrder({ metadata: { resourceVersion, ...metadata }, kind, apiVersion, ...rest }: KubeObject): object {
  return { metadata: { resourceVersion, ...metadata }, ...rest, kind, apiVersion };
}

/** What the bytes of objects of this type end with. */
export function typeAtTheEnd({ kind, apiVersion }: Pick<KubeObject, 'kind' | 'apiVersion'>): Buffer {
  if (latest?.kind !== kind || latest.apiVersion !== apiVersion)
    latest = { kind, apiVersion, bytes: Buffer.from(`,"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)}}`) };
  return latest.bytes;
}

/** Objects are asked for in lists of one type. */
let latest: { readonly kind: string; readonly apiVersion: string; readonly bytes: Buffer } | undefined;
