import { ApiError } from '../model/errors.ts';
import { EntryTooLargeError, StoreUnavailableError } from '../storage/errors.ts';

/**
 * What a client is told of a store that did not do what it was asked. A read may be tried again; of a write that had no
 * answer nobody knows whether it was made, so that it is left to the client, as by upstream.
 */
export function storeFailure(error: unknown, { method }: { readonly method: string }): unknown {
  if (error instanceof EntryTooLargeError) return new ApiError('RequestEntityTooLarge', error.message, { cause: error });
  const isRead = method === 'GET' || method === 'HEAD';
  if (error instanceof StoreUnavailableError && isRead)
    return new ApiError('ServiceUnavailable', error.message, { details: { retryAfterSeconds: 1 }, cause: error });
  return error;
}
