import type { Clock } from '../../base/clock.ts';
import type { GrpcMethod } from '../../base/grpc/client.ts';
import { CompactedError, FutureRevisionError, StoreClosedError } from '../errors.ts';
import { checkKey } from '../key.ts';
import type { Change, Entry, ListOptions, Page, PutOptions, Removed, Revision, Store, WatchOptions, Written } from '../store.ts';
import { toEntry } from './entry.ts';
import { isCompacted, isFuture, isLeaseLost, toStoreError } from './failure.ts';
import { keysUnder } from './key-range.ts';
import { Leases } from './leases.ts';
import { Latest } from './latest.ts';
import { firstReadable } from './first-readable.ts';
import { Members, type CallOptions } from './members.ts';
import type { KeyValue, Put, RangeRequest, RangeResponse, RequestOperation, TransactionResponse } from './messages.ts';
import { compact, grantLease, range, status, transaction } from './methods.ts';
import { Watching } from './watching.ts';

export interface EtcdStoreOptions {
  readonly members: Members;
  /** Whether all members can be asked how far a watch has come. */
  readonly trueProgress: boolean;
  readonly clock: Clock;
}

/** A key that nobody writes, to ask for nothing but the revision. */
const nowhere = 'health';
const pageEntries = 10_000;

/** Keeps everything in etcd, which others may share: what is promised of writes holds among all who use it. */
export class EtcdStore implements Store {
  readonly writesReachWatchesFirst = false;
  readonly broken = new AbortController().signal;
  readonly endsLives = true;
  readonly #members: Members;
  readonly #watching: Watching;
  readonly #latest: Latest<Revision>;
  readonly #leases: Leases;
  readonly #writing = new Set<Promise<unknown>>();
  /** History before it is sure to be gone. */
  #oldest: Revision = 0;
  #closed = false;

  constructor({ members, trueProgress, clock }: EtcdStoreOptions) {
    this.#members = members;
    this.#watching = new Watching({ members, trueProgress, clock });
    this.#leases = new Leases({
      clock,
      grant: async (seconds) => (await this.#call(grantLease, { seconds }, { repeatable: true })).id,
    });
    this.#latest = new Latest(async () => (await this.#range({ key: nowhere, countOnly: true })).header.revision);
  }

  /** Of the member that is asked at the moment: they hardly differ. */
  async sizeBytes(): Promise<number> {
    const { sizeBytes } = await this.#call(status, {}, { repeatable: true }).catch((error: unknown) => {
      throw toStoreError(error);
    });
    return sizeBytes;
  }

  async revision(): Promise<Revision> {
    return this.#latest.get();
  }

  async get(key: string): Promise<Entry | undefined> {
    const { entries } = await this.#range({ key });
    return entries[0] && toEntry(entries[0]);
  }

  async list(prefix: string, options: ListOptions = {}): Promise<Page> {
    for (;;) {
      try {
        return await this.#list(prefix, options);
      } catch (error) {
        // A list of the present that was overtaken by a compaction begins anew.
        if (!(error instanceof CompactedError) || options.at !== undefined) throw error;
      }
    }
  }

  async put(key: string, value: Uint8Array, options: PutOptions): Promise<Written> {
    checkKey(key);
    const { expect, lifeMs } = options;
    if (lifeMs === undefined) return this.#put({ key, value }, expect);
    try {
      return await this.#put({ key, value, lease: await this.#lease(lifeMs) }, expect);
    } catch (error) {
      if (!(error instanceof Error) || !isLeaseLost(error.cause)) throw error;
      this.#leases.forget(lifeMs);
      return this.#put({ key, value, lease: await this.#lease(lifeMs) }, expect);
    }
  }

  #lease(lifeMs: number): Promise<bigint> {
    return this.#leases.get(lifeMs).catch((error: unknown) => {
      throw toStoreError(error);
    });
  }

  async #put(written: Put, expect: Revision): Promise<Written> {
    const { key, value } = written;
    const put = { put: written };
    // Its answer tells when the key was created.
    const success = expect === 0 ? [put] : [put, { range: { key, keysOnly: true } }];
    const { succeeded, header, responses } = await this.#write(key, { expect, success });
    if (!succeeded) return { ok: false, current: found(responses) };
    const { revision } = header;
    return { ok: true, entry: { key, value, revision, createRevision: found(responses)?.createRevision ?? revision } };
  }

  async delete(key: string, { expect }: { readonly expect: Revision }): Promise<Removed> {
    if (expect === 0) return { ok: false, current: await this.get(key) };
    const { succeeded, header, responses } = await this.#write(key, { expect, success: [{ remove: { key } }] });
    return succeeded ? { ok: true, revision: header.revision } : { ok: false, current: found(responses) };
  }

  async *watch(prefix: string, { after, signal }: WatchOptions): AsyncGenerator<readonly Change[]> {
    if (this.#closed) throw new StoreClosedError();
    if (signal.aborted) return;
    // Refuses what cannot be watched from, and tells how much has happened since.
    const from = await this.#readable(after);
    yield* this.#watching.changes(prefix, { after, from, signal });
  }

  async compact(upTo: Revision): Promise<void> {
    const current = await this.revision();
    if (upTo > current) throw new FutureRevisionError(upTo, current);
    try {
      await this.#call(compact, { revision: upTo }, { repeatable: true });
    } catch (error) {
      if (!isCompacted(error)) throw toStoreError(error);
    }
    this.#oldest = Math.max(this.#oldest, upTo);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#writing);
    this.#members[Symbol.dispose]();
  }

  async #list(prefix: string, { at, limit = Number.POSITIVE_INFINITY, after = '' }: ListOptions): Promise<Page> {
    if (at === 0) return this.#beforeEverything();
    const entries: Entry[] = [];
    for (;;) {
      const part = await this.#range({
        ...keysUnder(prefix, after),
        revision: at ?? 0,
        limit: Math.min(limit - entries.length, pageEntries),
      });
      entries.push(...part.entries.map(toEntry));
      const remaining = part.count - part.entries.length;
      at ??= part.header.revision;
      if (!part.more || entries.length >= limit) return { entries, revision: at, more: remaining > 0, remaining };
      after = entries.at(-1)?.key ?? after;
    }
  }

  async #beforeEverything(): Promise<Page> {
    await this.#readable(0);
    return { entries: [], revision: 0, more: false, remaining: 0 };
  }

  /** The current revision. Throws when the store cannot be read as it was at the given one. */
  async #readable(revision: Revision): Promise<Revision> {
    // To etcd, 0 is the present.
    if (revision === 0 && this.#oldest > 0) throw new CompactedError(this.#oldest);
    return (await this.#range({ key: nowhere, countOnly: true, revision: Math.max(1, revision) })).header.revision;
  }

  /** The oldest revision that can be read, which etcd only tells by refusing others. */
  async #findOldest(): Promise<Revision> {
    const isReadable = async (revision: Revision) => {
      try {
        await this.#call(range, { key: nowhere, countOnly: true, revision }, { repeatable: true });
        return true;
      } catch (error) {
        if (isCompacted(error)) return false;
        throw toStoreError(error);
      }
    };
    this.#oldest = await firstReadable({ from: Math.max(1, this.#oldest), to: await this.revision(), isReadable });
    return this.#oldest;
  }

  #write(key: string, { expect, success }: { expect: Revision; success: readonly RequestOperation[] }): Promise<TransactionResponse> {
    const writing = this.#call(
      transaction,
      { compare: [{ target: 'ModRevision', key, modRevision: expect }], success, failure: [{ range: { key } }] },
      { repeatable: false },
    )
      .catch((error: unknown) => {
        throw toStoreError(error);
      })
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
    return writing;
  }

  async #range(request: RangeRequest): Promise<RangeResponse> {
    try {
      return await this.#call(range, request, { repeatable: true });
    } catch (error) {
      if (isCompacted(error)) throw new CompactedError(await this.#findOldest());
      if (isFuture(error)) throw new FutureRevisionError(request.revision ?? 0, await this.revision());
      throw toStoreError(error);
    }
  }

  async #call<Request, Response extends { readonly header: { readonly revision: Revision } }>(
    method: GrpcMethod<Request, Response>,
    request: Request,
    options: CallOptions,
  ): Promise<Response> {
    if (this.#closed) throw new StoreClosedError();
    const response = await this.#members.call(method, request, options);
    this.#watching.know(response.header.revision);
    return response;
  }
}

const found = (responses: TransactionResponse['responses']): Entry | undefined => {
  const entry: KeyValue | undefined = responses.find(({ range: answer }) => answer)?.range?.entries[0];
  return entry && toEntry(entry);
};
