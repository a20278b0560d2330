import type { ApiRequest } from '../../model/request.ts';

/** Whether the client has this version already: RFC 9110 section 13.2.2. A tag counts more than a time. */
export function isUnchanged({ headers }: Pick<ApiRequest, 'headers'>, { tag, modifiedMs }: { tag: string; modifiedMs: number }): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return tags.trim() === '*' || tags.split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  // Headers have no fractions of seconds.
  return Math.floor(modifiedMs / 1000) * 1000 <= since;
}
