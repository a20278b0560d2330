export { CompactedError, FutureRevisionError, SlowWatcherError } from './errors.ts';

/** One counter for the whole store: every write takes the next. An empty store is at 1, its first write is 2. */
export type Revision = number;

/** A key as it was left by one write. Values are shared, not copied: nobody may change one once it is stored or read. */
export interface Entry {
  readonly key: string;
  readonly value: Uint8Array;
  /** Of the write that left it so. */
  readonly revision: Revision;
  /** Of the write that created the key, since it was last deleted. */
  readonly createRevision: Revision;
  /** Set by stores that translate: what is kept is in another form than it would be written in now. */
  readonly isInOtherForm?: true;
}

/** Losing a compare-and-set is normal, so it is a value; it carries the winner. */
export type Written = { readonly ok: true; readonly entry: Entry } | { readonly ok: false; readonly current: Entry | undefined };
export type Removed = { readonly ok: true; readonly revision: Revision } | { readonly ok: false; readonly current: Entry | undefined };

export interface Page {
  /** In order of their keys. */
  readonly entries: readonly Entry[];
  /** The whole page is as the store was at this revision. Give it as `at` to read the next page of the same snapshot. */
  readonly revision: Revision;
  readonly more: boolean;
  /** How many entries follow this page. */
  readonly remaining: number;
}

export interface ListOptions {
  /** Reads the store as it was then. Default: now. */
  readonly at?: Revision | undefined;
  /** Default: no limit. */
  readonly limit?: number | undefined;
  /** Only keys behind this one. */
  readonly after?: string | undefined;
}

export interface PutOptions {
  /** What the key's revision has to be. */
  readonly expect: Revision;
  /** How long the key is to live at least, unless it is written again. For ever, unless given, and where `endsLives` is not true. */
  readonly lifeMs?: number | undefined;
}

export interface WatchOptions {
  /** The first change heard of is the one behind this revision. */
  readonly after: Revision;
  readonly signal: AbortSignal;
}

/** What one write did. */
export type Mutation =
  | { readonly type: 'put'; readonly entry: Entry; readonly previous?: Entry | undefined }
  | { readonly type: 'delete'; readonly revision: Revision; readonly previous: Entry };

/** What a watch hears. Progress: everything up to and including this revision has been told. */
export type Change = Mutation | { readonly type: 'progress'; readonly revision: Revision };

/**
 * A versioned key-value store. What every implementation promises, and `contract.ts` tests:
 * - Revisions only ever rise. None is used twice, not after a crash, nor when the newest keys were deleted and compacted.
 * - A write is acknowledged only once it would survive a crash, as far as the store survives one at all.
 * - Keys are strings without NUL, in the order of their bytes.
 * - History stays readable, by `at` and `after`, until it is compacted.
 */
export interface Store extends AsyncDisposable {
  /**
   * True of embedded stores: a change is in the queue of every watch that has begun before the promise of its writer
   * resolves. A cache fed by a watch then only needs to drain its queue to include what its own process wrote.
   */
  readonly writesReachWatchesFirst: boolean;

  /** Aborts, with the cause as its reason, when the store has broken and all calls fail from now on. Closing does not abort it. */
  readonly broken: AbortSignal;

  /** Whether values were met that are in another form than they would be written in now. Absent where there is only one. */
  readonly hasOtherForms?: boolean;

  /** What the store takes where it is kept, in bytes: its files, or its memory. */
  sizeBytes(): Promise<number>;

  /** Of the latest acknowledged write. Every watch soon hears of it, by a change or by progress. */
  revision(): Promise<Revision>;

  get(key: string): Promise<Entry | undefined>;

  /** Throws CompactedError or FutureRevisionError when the store cannot be read as it was at `at`. */
  list(prefix: string, options?: ListOptions): Promise<Page>;

  /** Whether keys go by themselves when the life they were written with is over, or a little later. */
  readonly endsLives?: boolean;

  /** Writes if the key's revision is the expected one; 0 expects that there is no such key. */
  put(key: string, value: Uint8Array, options: PutOptions): Promise<Written>;

  /** Deletes if the key's revision is the expected one. Lost, too, when there is no such key. */
  delete(key: string, options: { readonly expect: Revision }): Promise<Removed>;

  /**
   * Every change after the given revision exactly once, in order, in batches as they gather. Progress comes once all that
   * had happened when the watch began has been told, and later when the newest revisions were about other keys; until
   * then, a change tells as much as progress at its revision would. Ends when the signal aborts. Throws CompactedError
   * when the revision is too long ago, FutureRevisionError when it has not been reached, SlowWatcherError when too much
   * was waiting to be taken. It begins with the first call of next().
   */
  watch(prefix: string, options: WatchOptions): AsyncIterable<readonly Change[]>;

  /**
   * Forgets what nobody can see at the given revision or later: superseded values and deletions up to it. Reading at, or
   * watching after, the revision itself stays possible. Does nothing when that much is forgotten already.
   */
  compact(upTo: Revision): Promise<void>;
}
