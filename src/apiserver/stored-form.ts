import { decodeMessage, encodeProtobuf, isProtobuf, openEnvelope } from '../model/codec/protobuf.ts';
import type { KubeObject } from '../model/kind.ts';
import { storedValue } from '../model/stored-object.ts';
import type { Change, Entry, ListOptions, Page, Removed, Revision, Store, WatchOptions, Written } from '../storage/store.ts';
import { schemaOf } from './representation/known-schemas.ts';

export type MediaType = 'application/json' | 'application/vnd.kubernetes.protobuf';

/**
 * The same store, in which values may be protobuf, as upstream writes them: they are read as the JSON that they stand for.
 * Written in the form that is wanted; custom resources, and what else has no protobuf form, always as JSON.
 */
export class StoredForm implements Store {
  readonly #store: Store;
  readonly #writesProtobuf: boolean;
  #hasOtherForms = false;

  constructor(store: Store, mediaType: MediaType) {
    this.#store = store;
    this.#writesProtobuf = mediaType === 'application/vnd.kubernetes.protobuf';
  }

  get writesReachWatchesFirst(): boolean {
    return this.#store.writesReachWatchesFirst;
  }

  /** Every value is listed or watched before anybody changes it, so nothing is missed here. */
  get hasOtherForms(): boolean {
    return this.#hasOtherForms;
  }

  get broken(): AbortSignal {
    return this.#store.broken;
  }

  sizeBytes(): Promise<number> {
    return this.#store.sizeBytes();
  }

  revision(): Promise<Revision> {
    return this.#store.revision();
  }

  async get(key: string): Promise<Entry | undefined> {
    const entry = await this.#store.get(key);
    if (!entry) return undefined;
    this.#note(entry);
    const isInOtherForm = isProtobuf(entry.value) ? !this.#writesProtobuf : this.#writesProtobuf && protobufOf(entry.value) !== entry.value;
    return isInOtherForm ? { ...readable(entry), isInOtherForm } : readable(entry);
  }

  async list(prefix: string, options?: ListOptions): Promise<Page> {
    const page = await this.#store.list(prefix, options);
    for (const entry of page.entries) this.#note(entry);
    return page.entries.some(isForeign) ? { ...page, entries: page.entries.map(readable) } : page;
  }

  async put(key: string, value: Uint8Array, options: { readonly expect: Revision }): Promise<Written> {
    const written = await this.#store.put(key, this.#writesProtobuf ? protobufOf(value) : value, options);
    if (!written.ok) return { ok: false, current: readable(written.current) };
    return this.#writesProtobuf ? { ok: true, entry: { ...written.entry, value } } : written;
  }

  async delete(key: string, options: { readonly expect: Revision }): Promise<Removed> {
    const removed = await this.#store.delete(key, options);
    return removed.ok ? removed : { ok: false, current: readable(removed.current) };
  }

  async *watch(prefix: string, options: WatchOptions): AsyncGenerator<readonly Change[]> {
    for await (const changes of this.#store.watch(prefix, options)) {
      for (const change of changes) if (change.type === 'put') this.#note(change.entry);
      yield changes.some(isForeignChange) ? changes.map(readableChange) : changes;
    }
  }

  #note({ value }: Entry): void {
    if (isProtobuf(value) !== this.#writesProtobuf) this.#hasOtherForms = true;
  }

  compact(upTo: Revision): Promise<void> {
    return this.#store.compact(upTo);
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#store[Symbol.asyncDispose]();
  }
}

const isForeign = (entry: Entry | undefined): boolean => entry !== undefined && isProtobuf(entry.value);

function isForeignChange(change: Change): boolean {
  if (change.type === 'progress') return false;
  return isForeign(change.previous) || (change.type === 'put' && isForeign(change.entry));
}

function readableChange(change: Change): Change {
  if (change.type === 'progress') return change;
  if (change.type === 'delete') return { ...change, previous: readable(change.previous) };
  return { ...change, entry: readable(change.entry), previous: readable(change.previous) };
}

function readable<Maybe extends Entry | undefined>(entry: Maybe): Maybe {
  if (!entry || !isForeign(entry)) return entry;
  const { apiVersion, kind, raw } = openEnvelope(entry.value);
  const schema = schemaOf(apiVersion, kind);
  if (!schema) throw new Error(`${entry.key} is a ${kind} of ${apiVersion} in protobuf, which is not known here`);
  // A schema of the API reads into an object of the API.
  const object = { ...decodeMessage(schema, raw), apiVersion, kind } as KubeObject;
  return { ...entry, value: storedValue(object) };
}

function protobufOf(value: Uint8Array): Uint8Array {
  // What the server writes is JSON that it has made itself.
  const object = JSON.parse(Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf8')) as KubeObject;
  const { apiVersion, kind } = object;
  const schema = schemaOf(apiVersion, kind);
  return schema ? encodeProtobuf(schema, object, { apiVersion, kind }) : value;
}
