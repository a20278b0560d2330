import { decodeMessage, encodeProtobuf, isProtobuf, openEnvelope } from '../model/codec/protobuf.ts';
import type { KubeObject } from '../model/kind.ts';
import { startsAsStored, storedValue } from '../model/stored-object.ts';
import type { Change, Entry, ListOptions, Page, PutOptions, Removed, Revision, Store, WatchOptions, Written } from '../storage/store.ts';
import { schemaOf } from './representation/known-schemas.ts';
import { knowsKind, readingOf } from './stored-versions.ts';

export type MediaType = 'application/json' | 'application/vnd.kubernetes.protobuf';

/**
 * The same store, in which values may be protobuf, or of other versions, as upstream writes them: they are read as the JSON
 * that this server would write.
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

  get endsLives(): boolean {
    return this.#store.endsLives ?? false;
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
    const readable = this.#readable(entry);
    return this.#hasOtherForms && this.#isInOtherForm(entry, readable) ? { ...readable, isInOtherForm: true } : readable;
  }

  async list(prefix: string, options?: ListOptions): Promise<Page> {
    const page = await this.#store.list(prefix, options);
    return page.entries.every((entry) => this.#isPlain(entry))
      ? page
      : { ...page, entries: page.entries.map((entry) => this.#readable(entry)) };
  }

  async put(key: string, value: Uint8Array, options: PutOptions): Promise<Written> {
    const written = await this.#store.put(key, this.#writesProtobuf ? protobufOf(value) : value, options);
    if (!written.ok) return { ok: false, current: written.current && this.#readable(written.current) };
    return this.#writesProtobuf ? { ok: true, entry: { ...written.entry, value } } : written;
  }

  async delete(key: string, options: { readonly expect: Revision }): Promise<Removed> {
    const removed = await this.#store.delete(key, options);
    return removed.ok ? removed : { ok: false, current: removed.current && this.#readable(removed.current) };
  }

  async *watch(prefix: string, options: WatchOptions): AsyncGenerator<readonly Change[]> {
    for await (const changes of this.#store.watch(prefix, options)) {
      yield changes.every((change) => this.#isPlainChange(change)) ? changes : changes.map((change) => this.#readableChange(change));
    }
  }

  compact(upTo: Revision): Promise<void> {
    return this.#store.compact(upTo);
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#store[Symbol.asyncDispose]();
  }

  #isInOtherForm(entry: Entry, { value }: Entry): boolean {
    if (!isOwn(entry) && readForeign(entry).isConverted) return true;
    return isProtobuf(entry.value) ? !this.#writesProtobuf : this.#writesProtobuf && protobufOf(value) !== value;
  }

  /** Whether it can be used as it is. */
  #isPlain(entry: Entry | undefined): boolean {
    return entry === undefined || (!this.#writesProtobuf && isOwn(entry));
  }

  #isPlainChange(change: Change): boolean {
    if (change.type === 'progress') return true;
    return this.#isPlain(change.previous) && (change.type === 'delete' || this.#isPlain(change.entry));
  }

  #readable(entry: Entry): Entry {
    const { value, isConverted } = isOwn(entry) ? { value: entry.value, isConverted: false } : readForeign(entry);
    if (isConverted || isProtobuf(entry.value) !== this.#writesProtobuf) this.#hasOtherForms = true;
    return { ...entry, value };
  }

  #readableChange(change: Change): Change {
    if (change.type === 'progress') return change;
    // What cannot be read is left to whoever needs it: all others go on.
    const readable = (entry: Entry): Entry => {
      try {
        return this.#readable(entry);
      } catch {
        return entry;
      }
    };
    const previous = change.previous && readable(change.previous);
    return change.type === 'delete'
      ? { ...change, previous: previous ?? change.previous }
      : { ...change, entry: readable(change.entry), previous };
  }
}

/** Whether it is JSON that this server has written. */
const isOwn = ({ value }: Entry): boolean => startsAsStored(value);

interface Readable {
  readonly value: Uint8Array;
  /** Whether it was of another version than it would be written in. */
  readonly isConverted: boolean;
}

/** What others have written, as this server would. Throws, and says what is there, when it cannot be read. */
function readForeign({ key, value }: Entry): Readable {
  try {
    return isProtobuf(value) ? readProtobuf(value) : readJson(value);
  } catch (cause) {
    throw new Error(`the object at ${key} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function readProtobuf(value: Uint8Array): Readable {
  const { apiVersion, kind, raw } = openEnvelope(value);
  const reading = readingOf(apiVersion, kind);
  if (!reading) throw new Error(`it is a ${kind} of ${apiVersion} in protobuf, which is not known here`);
  // A schema of the API reads into an object of the API.
  return current({ ...decodeMessage(reading.schema, raw), apiVersion, kind } as KubeObject);
}

function readJson(value: Uint8Array): Readable {
  const object = JSON.parse(Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf8')) as Partial<KubeObject> | null;
  if (typeof object?.kind !== 'string' || typeof object.apiVersion !== 'string' || typeof object.metadata !== 'object')
    throw new Error('it is no object of the API');
  return current(object as KubeObject);
}

function current(object: KubeObject): Readable {
  const { apiVersion, kind } = object;
  const reading = readingOf(apiVersion, kind);
  if (!reading && knowsKind(apiVersion, kind)) throw new Error(`it is a ${kind} of ${apiVersion}, a version that is not known here`);
  const next = reading?.toCurrent(object) ?? object;
  return { value: storedValue(next), isConverted: next.apiVersion !== apiVersion };
}

function protobufOf(value: Uint8Array): Uint8Array {
  // What the server writes is JSON that it has made itself.
  const object = JSON.parse(Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf8')) as KubeObject;
  const { apiVersion, kind } = object;
  const schema = schemaOf(apiVersion, kind);
  return schema ? encodeProtobuf(schema, object, { apiVersion, kind }) : value;
}
