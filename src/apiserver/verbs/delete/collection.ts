import type { ApiResponse } from '../../../model/request.ts';
import type { StoredObject } from '../../../model/stored-object.ts';
import type { Call, VerbContext } from '../../call.ts';
import { listQuery } from '../../query-options.ts';
import { listBody, selectorOf } from '../list.ts';
import { deleteObject, ignoreNotFound } from './delete.ts';
import { keyOf } from './finish.ts';
import { deleteOptions } from './options.ts';

/** How many objects are deleted at a time. */
const width = 16;

/** DELETE of all that a selector picks. */
export async function deleteCollection(call: Call, context: VerbContext): Promise<ApiResponse> {
  const { resource, info, request } = call;
  const options = deleteOptions(call);
  if (request.query.getAll('dryRun').includes('All')) options.dryRun = ['All'];
  const matches = selectorOf(resource.kind, listQuery(request.query));
  const chosen: StoredObject[] = [];
  for (const [, stored] of resource.cache.entries(info.namespace ? { under: `${info.namespace}/` } : {})) {
    const shown = resource.shown(stored);
    if (matches(shown)) chosen.push(shown);
  }
  const deleted: StoredObject[] = [];
  for (let start = 0; start < chosen.length; start += width) {
    request.signal.throwIfAborted();
    const batch = chosen.slice(start, start + width);
    const outcomes = await Promise.all(
      batch.map((stored) => {
        const key = keyOf(stored);
        return deleteObject(key, { call: { ...call, info: { ...info, ...key } }, context, options }).catch(ignoreNotFound);
      }),
    );
    for (const [index, outcome] of outcomes.entries()) if (outcome) deleted.push(batch[index] ?? outcome.object);
  }
  return { code: 200, body: listBody(resource.kind, deleted, { resourceVersion: String(context.feed.revision) }) };
}
