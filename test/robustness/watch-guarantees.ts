/** One event as a watcher was told it. */
export type Told =
  | {
      readonly type: 'change';
      readonly what: 'ADDED' | 'MODIFIED' | 'DELETED';
      readonly key: string;
      readonly revision: number;
      readonly value: string;
    }
  | { readonly type: 'bookmark'; readonly revision: number };

/** What one watcher was told, over all the times that it began again where it had ended. */
export interface WatchLog {
  /** Of the list that it began with. */
  readonly from: number;
  readonly told: readonly Told[];
}

/** A write that was acknowledged with the revision it was made at. */
export interface AcknowledgedWrite {
  readonly key: string;
  readonly revision: number;
  readonly value: string;
}

export interface Acknowledged {
  readonly writes: readonly AcknowledgedWrite[];
  /** By the values that were deleted: answers do not tell the revision of a deletion. */
  readonly deletions: readonly { readonly key: string; readonly value: string }[];
}

/** What is wrong with what watchers were told: events must be ordered, unique and complete, and bookmarks true. */
export function watchProblems(logs: readonly WatchLog[], { writes, deletions }: Acknowledged): readonly string[] {
  const problems: string[] = [];
  const agreed = new Map<number, string>();
  for (const [index, { from, told }] of logs.entries()) {
    let last = from;
    const heard = new Map<number, Told & { type: 'change' }>();
    for (const each of told) {
      const isNews = each.type === 'bookmark' ? each.revision >= last : each.revision > last;
      if (!isNews) problems.push(`watcher ${index} was told ${show(each)} after ${last}`);
      last = Math.max(last, each.revision);
      if (each.type === 'bookmark') continue;
      heard.set(each.revision, each);
      const before = agreed.getOrInsert(each.revision, show(each));
      if (before !== show(each)) problems.push(`watcher ${index} was told ${show(each)}, another ${before}`);
    }
    for (const { key, revision, value } of writes) {
      if (revision <= from || revision > last) continue;
      const event = heard.get(revision);
      if (event?.key !== key) problems.push(`watcher ${index} was not told of ${key} at ${revision}`);
      else if (event.value !== value || event.what === 'DELETED')
        problems.push(`watcher ${index} was told ${show(event)} of ${key}=${value}`);
    }
    const deleted = new Set([...heard.values()].filter(({ what }) => what === 'DELETED').map(({ value }) => value));
    for (const { key, value } of deletions)
      if (!deleted.has(value)) problems.push(`watcher ${index} was not told that ${key}=${value} was deleted`);
  }
  return problems;
}

const show = (told: Told): string =>
  told.type === 'bookmark' ? `bookmark@${told.revision}` : `${told.what} ${told.key}=${told.value}@${told.revision}`;
