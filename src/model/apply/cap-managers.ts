import { union } from './field-set.ts';
import { isSameManager, type Managed } from './managed-entry.ts';

/** So many entries of updates are kept; more are gathered in one for each version. */
const updatersLimit = 10;
const bucketName = 'ancient-changes';

/** Merges the oldest entries of updates while there are too many. */
export function capManagers(managed: readonly Managed[]): readonly Managed[] {
  const updaters = managed.filter(({ operation }) => operation === 'Update');
  if (updaters.length <= updatersLimit) return managed;
  const result = new Set(managed);
  const oldest = updaters.toSorted((a, b) => compareText(a.time ?? '', b.time ?? '') || compareText(identity(a), identity(b)));
  const firsts = new Map<string, Managed>();
  let count = updaters.length;
  for (const entry of oldest) {
    if (count <= updatersLimit) break;
    const first = firsts.get(entry.apiVersion);
    if (!first) {
      firsts.set(entry.apiVersion, entry);
      continue;
    }
    const empty: Managed = { ...entry, manager: bucketName, subresource: '', fields: undefined };
    const existing = [...result].find((each) => isSameManager(each, empty)) ?? first;
    result.delete(first);
    result.delete(existing);
    result.delete(entry);
    // The first entry lives on in the bucket; what is merged in is more recent than what is there.
    const bucket = { ...empty, fields: union(entry.fields, existing === first ? first.fields : union(existing.fields, first.fields)) };
    result.add(bucket);
    firsts.set(entry.apiVersion, bucket);
    count--;
  }
  return [...result];
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const identity = ({ manager, apiVersion, subresource }: Managed): string => `${manager}\n${apiVersion}\n${subresource}`;
