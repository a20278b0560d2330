import { badRequest } from '../../../model/errors.ts';
import type { User } from '../../../model/request.ts';

/** Header names in lower case. A header that was sent several times is a list. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const extraPrefix = 'impersonate-extra-';

/** The user whom the headers of a request ask to act as, just as they say it; nothing when they do not ask. */
export function wantedUser(headers: Headers): User | undefined {
  const name = valuesOf(headers['impersonate-user'])[0] ?? '';
  const uid = valuesOf(headers['impersonate-uid'])[0] ?? '';
  const groups = groupsOf(headers['impersonate-group']);
  const extra = extraOf(headers);
  if (name === '' && uid === '' && groups.length === 0 && extra === undefined) return undefined;
  if (name === '') throw badRequest(`requested ${asUpstreamShows({ uid, groups, extra })} without impersonating a user name`);
  return { name, ...(uid && { uid }), groups, ...(extra && { extra }) };
}

function extraOf(headers: Headers): Record<string, readonly string[]> | undefined {
  const extra = new Map<string, string[]>();
  for (const [header, value] of Object.entries(headers)) {
    if (!header.startsWith(extraPrefix) || value === undefined) continue;
    const key = unescaped(header.slice(extraPrefix.length));
    extra.set(key, [...(extra.get(key) ?? []), ...valuesOf(value)]);
  }
  return extra.size > 0 ? Object.fromEntries(extra) : undefined;
}

/** Where only one text is known of a header that may have been sent several times, it was joined by commas and blanks. */
const groupsOf = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? value.split(', ') : (value ?? []);

const valuesOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** Keys that are no valid header names are sent with percent signs. */
function unescaped(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** The message shows a value of Go, and clients have come to expect it. */
function asUpstreamShows({ uid, groups, extra }: { uid: string; groups: readonly string[]; extra: User['extra'] | undefined }): string {
  const list = (values: readonly string[]) => `[]string{${values.map((value) => JSON.stringify(value)).join(', ')}}`;
  const entries = Object.entries(extra ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const shownExtra = extra ? `{${entries.map(([key, values]) => `${JSON.stringify(key)}:${list(values)}`).join(', ')}}` : '(nil)';
  const shownGroups = groups.length > 0 ? list(groups) : '[]string(nil)';
  return `&user.DefaultInfo{Name:"", UID:${JSON.stringify(uid)}, Groups:${shownGroups}, Extra:map[string][]string${shownExtra}}`;
}
