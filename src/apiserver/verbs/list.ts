import { badRequest, expired, invalid } from '../../model/errors.ts';
import { Field, type FieldError } from '../../model/field.ts';
import { fieldSelector } from '../../model/field-selectors.ts';
import { apiVersionOf, type Kind } from '../../model/kind.ts';
import { parseLabelSelector } from '../../model/labels.ts';
import type { ApiResponse, ListBody } from '../../model/request.ts';
import { StoredObject } from '../../model/stored-object.ts';
import { CompactedError } from '../../storage/store.ts';
import type { Call, VerbContext } from '../call.ts';
import { decodeContinue, encodeContinue } from '../continue-token.ts';
import type { Resource } from '../resource.ts';
import { listQuery, parseResourceVersion, tooLarge, type ListQuery } from '../query-options.ts';

export type Matches = (object: StoredObject) => boolean;

/** What the label and field selectors of a query pick. Throws BadRequest for what cannot be parsed. */
export function selectorOf(
  kind: Kind,
  { labelSelector, fieldSelector: fields }: Pick<ListQuery, 'labelSelector' | 'fieldSelector'>,
): Matches {
  if (!labelSelector && !fields) return () => true;
  const labels = labelSelector ? parseLabelSelector(labelSelector) : undefined;
  const matchesFields = fields ? fieldSelector(fields, kind) : undefined;
  return ({ object }) =>
    (labels === undefined || labels.matches(object.metadata.labels ?? {})) && (matchesFields === undefined || matchesFields(object));
}

export async function list(call: Call, context: VerbContext): Promise<ApiResponse> {
  return { code: 200, body: await listed(call, context) };
}

/** What the query of a list asks for, as a page of a snapshot where it asks for pages. */
export async function listed(call: Call, context: VerbContext): Promise<ListBody> {
  const { resource, info, request } = call;
  const query = listQuery(request.query);
  validateVersion(query);
  const matches = query.labelSelector || query.fieldSelector ? selectorOf(resource.kind, query) : undefined;
  const under = info.namespace ? `${info.namespace}/` : '';
  if (query.continueToken) return nextPage(call, context, { query, matches, under });

  const wanted = parseResourceVersion(query.resourceVersion, { verb: 'list' });
  if (wanted > context.feed.revision) throw tooLarge(wanted, context.feed.revision);
  if (query.resourceVersionMatch === 'Exact' && wanted < context.feed.revision) {
    return snapshotPage(call, context, { query, matches, under, revision: wanted, after: undefined });
  }
  // A stored list at one moment needs no copy: nothing else runs while it is gathered.
  const revision = context.feed.revision;
  // Whoever takes any version gets all of it, whatever the limit, as from upstream's cache.
  const asked = query.resourceVersion === '0' ? { ...query, limit: 0 } : query;
  return page(cached(call, under, undefined), { resource, query: asked, matches, revision });
}

/** The objects of a list from somewhere on, and how many there are behind one of them. */
interface Source {
  readonly entries: Iterable<readonly [key: string, object: StoredObject]>;
  readonly countBehind: (key: string) => number;
}

/** The cache as it is now, from behind the given key on. */
const cached = ({ resource }: Call, under: string, after: string | undefined): Source => ({
  entries: resource.cache.entries({ under, after }),
  countBehind: (key) => resource.cache.countBehind(key, { under }),
});

interface PageOptions {
  readonly resource: Resource;
  readonly query: ListQuery;
  readonly matches: Matches | undefined;
  readonly revision: number;
}

/** Up to `limit` objects that match, and where to go on. */
function page({ entries, countBehind }: Source, { resource, query, matches, revision }: PageOptions): ListBody {
  const limit = query.limit > 0 ? query.limit : Infinity;
  const items: StoredObject[] = [];
  let last = '';
  let more = false;
  for (const [key, stored] of entries) {
    const object = resource.shown(stored);
    if (matches && !matches(object)) continue;
    more = items.length === limit;
    if (more) break;
    items.push(object);
    last = key;
  }
  // How many remain is only told when no selector would have to look at them all.
  const remaining = more && !matches ? countBehind(last) : undefined;
  return listBody(resource.kind, items, {
    resourceVersion: String(revision),
    ...(more && { continue: encodeContinue({ revision, after: last }) }),
    ...(remaining !== undefined && { remainingItemCount: remaining }),
  });
}

interface NextOptions {
  readonly query: ListQuery;
  readonly matches: Matches | undefined;
  readonly under: string;
}

async function nextPage(call: Call, context: VerbContext, { query, matches, under }: NextOptions): Promise<ListBody> {
  if (query.resourceVersion && query.resourceVersion !== '0')
    throw badRequest('specifying resource version is not allowed when using continue');
  const { revision, after } = decodeContinue(query.continueToken);
  // A token without a revision goes on with what is there now.
  if (revision === -1)
    return page(cached(call, under, after), { resource: call.resource, query, matches, revision: context.feed.revision });
  return snapshotPage(call, context, { query, matches, under, revision, after });
}

/** Reads the store as it was. */
async function snapshotPage(
  call: Call,
  context: VerbContext,
  options: NextOptions & { revision: number; after: string | undefined },
): Promise<ListBody> {
  const { query, matches, under, revision, after } = options;
  const { resource } = call;
  // Nothing of this resource has changed since: the cache is that snapshot.
  if (resource.cache.revision <= revision) return page(cached(call, under, after), { resource, query, matches, revision });
  const { prefix } = resource.cache;
  // Without a selector, one more than wanted tells whether there are more.
  const limit = matches || query.limit <= 0 ? undefined : query.limit + 1;
  try {
    const from = after === undefined ? undefined : prefix + after;
    const { entries, remaining } = await context.store.list(prefix + under, { at: revision, after: from, limit });
    const found = entries.map(
      ({ key, value, revision: objectRevision }) => [key.slice(prefix.length), StoredObject.fromStored(value, objectRevision)] as const,
    );
    return page({ entries: found, countBehind: () => remaining + 1 }, { resource, query, matches, revision });
  } catch (error) {
    if (!(error instanceof CompactedError)) throw error;
    if (!query.continueToken) throw expired('The resourceVersion for the provided list is too old.');
    throw expired(
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
      encodeContinue({ revision: -1, after: after ?? '' }),
    );
  }
}

export function listBody(kind: Kind, items: readonly StoredObject[], metadata: ListBody['metadata']): ListBody {
  return { type: 'list', apiVersion: apiVersionOf(kind), kind: `${kind.kind}List`, metadata, items };
}

/** `resourceVersionMatch` says how `resourceVersion` is meant, and needs it. */
function validateVersion({ resourceVersion, resourceVersionMatch, continueToken, sendInitialEvents }: ListQuery): void {
  const match = new Field('resourceVersionMatch');
  const problems: FieldError[] = [];
  if (resourceVersionMatch) {
    if (!resourceVersion) problems.push(match.forbidden('resourceVersionMatch is forbidden unless resourceVersion is provided'));
    if (continueToken) problems.push(match.forbidden('resourceVersionMatch is forbidden when continue is provided'));
    if (resourceVersionMatch !== 'Exact' && resourceVersionMatch !== 'NotOlderThan')
      problems.push(match.notSupported(resourceVersionMatch, ['Exact', 'NotOlderThan', '']));
    if (resourceVersionMatch === 'Exact' && resourceVersion === '0')
      problems.push(match.forbidden('resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  }
  if (sendInitialEvents !== undefined) problems.push(new Field('sendInitialEvents').forbidden('sendInitialEvents is forbidden for list'));
  if (problems.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions', name: '' }, problems);
}
