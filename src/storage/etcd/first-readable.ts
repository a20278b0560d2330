import type { Revision } from '../store.ts';

export interface SearchOptions {
  readonly from: Revision;
  /** Can be read. */
  readonly to: Revision;
  readonly isReadable: (revision: Revision) => Promise<boolean>;
}

/** The first revision that can be read, as all behind it can. Asks few times, and once when it is the first of all. */
export async function firstReadable({ from, to, isReadable }: SearchOptions): Promise<Revision> {
  if (await isReadable(from)) return from;
  let unreadable = from;
  let readable = to;
  while (readable - unreadable > 1) {
    const middle = Math.floor((unreadable + readable) / 2);
    if (await isReadable(middle)) readable = middle;
    else unreadable = middle;
  }
  return readable;
}
