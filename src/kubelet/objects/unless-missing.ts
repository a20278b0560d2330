import { ApiError } from '../../model/errors.ts';

/** Undefined for what is missing and may be. */
export async function unlessMissing<T>(
  read: Promise<T>,
  { optional }: { readonly optional?: boolean | undefined },
): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (optional && ApiError.is(error, 'NotFound')) return undefined;
    throw error;
  }
}
