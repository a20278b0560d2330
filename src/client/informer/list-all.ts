import { ApiError } from '../../model/errors.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import type { Client, List, ListOptions } from '../client.ts';

const pageSize = 500;
/** What comes over the network is parsed page by page, and small pages leave less behind. */
const remotePageSize = 100;

/**
 * Every page of a list. When the server forgets the list's revision half-way, it takes the rest as it is then: the answer
 * is as if all came from the first page's revision, since whoever watches from there hears of what changed meanwhile.
 */
export async function listAll<T extends KubeObject>(
  client: Client,
  kind: Kind<T>,
  { keep, ...options }: ListOptions & { readonly keep: (object: T) => T },
): Promise<List<T>> {
  const limit = client.sharesObjects ? pageSize : remotePageSize;
  const first = await client.list(kind, { ...options, limit });
  const items = first.items.map(keep);
  for (let next: string | undefined = first.continue; next;) {
    const page: List<T> = await listPage(client, kind, { ...options, limit }, next);
    for (const item of page.items) items.push(keep(item));
    next = page.continue;
  }
  return { items, resourceVersion: first.resourceVersion };
}

async function listPage<T extends KubeObject>(client: Client, kind: Kind<T>, options: ListOptions, continued: string): Promise<List<T>> {
  // A continued list keeps the revision it started with.
  const page = { ...options, resourceVersion: undefined };
  try {
    return await client.list(kind, { ...page, continue: continued });
  } catch (error) {
    const resumed = ApiError.is(error, 'Expired') ? error.status.metadata.continue : undefined;
    if (resumed === undefined) throw error;
    return client.list(kind, { ...page, continue: resumed });
  }
}
