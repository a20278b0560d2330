/** The history asked for is gone: list again, and go on from there. */
export class CompactedError extends Error {
  override readonly name = 'CompactedError';
  readonly compactedRevision: number;

  constructor(compactedRevision: number) {
    super(`the required revision has been compacted; the oldest that can be read is ${compactedRevision}`);
    this.compactedRevision = compactedRevision;
  }
}

/** A revision was asked for that no write has reached yet. */
export class FutureRevisionError extends Error {
  override readonly name = 'FutureRevisionError';
  readonly revision: number;
  readonly currentRevision: number;

  constructor(revision: number, currentRevision: number) {
    super(`the required revision ${revision} is a future revision; the store is at ${currentRevision}`);
    this.revision = revision;
    this.currentRevision = currentRevision;
  }
}

/** A watch was ended because its reader left too much waiting. What was waiting is dropped: list again. */
export class SlowWatcherError extends Error {
  override readonly name = 'SlowWatcherError';

  constructor(prefix: string) {
    super(`the watch of ${JSON.stringify(prefix)} was too slow and has been ended`);
  }
}

/** There is no room for this write. Reads still work, and so do writes once there is room again. */
export class StoreFullError extends Error {
  override readonly name = 'StoreFullError';
}

/** Another process, or another part of this one, has the store open. */
export class StoreInUseError extends Error {
  override readonly name = 'StoreInUseError';
}

/** The store cannot be opened: not permitted, damaged, or not one of ours. */
export class StoreUnusableError extends Error {
  override readonly name = 'StoreUnusableError';
}

/** The store stopped working while it was open. A write that was waiting may or may not have been made. */
export class StoreBrokenError extends Error {
  override readonly name = 'StoreBrokenError';
}

/** The store cannot be reached for now. A write may or may not have been made. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** The value is larger than the store takes. */
export class EntryTooLargeError extends Error {
  override readonly name = 'EntryTooLargeError';
}

/** The store was used after it had been closed, or closed while it was being watched. */
export class StoreClosedError extends Error {
  override readonly name = 'StoreClosedError';

  constructor() {
    super('the store is closed');
  }
}
