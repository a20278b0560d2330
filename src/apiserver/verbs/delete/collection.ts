import type { ApiResponse } from '../../../model/request.ts';
import type { Call, VerbContext } from '../../call.ts';
import { listed } from '../list.ts';
import { deleteObject, ignoreNotFound } from './delete.ts';
import { keyOf } from './finish.ts';
import { deleteOptions } from './options.ts';

/** How many objects are deleted at a time. */
const width = 16;

/** DELETE of all that a list with the same query holds, which is what it answers: all, or the page that was asked for. */
export async function deleteCollection(call: Call, context: VerbContext): Promise<ApiResponse> {
  const { info, request } = call;
  const options = deleteOptions(call);
  if (request.query.getAll('dryRun').includes('All')) options.dryRun = ['All'];
  const body = await listed(call, context);
  for (let start = 0; start < body.items.length; start += width) {
    request.signal.throwIfAborted();
    const deletions = body.items.slice(start, start + width).map((stored) => {
      const key = keyOf(stored);
      return deleteObject(key, { call: { ...call, info: { ...info, ...key } }, context, options }).catch(ignoreNotFound);
    });
    await Promise.all(deletions);
  }
  return { code: 200, body };
}
