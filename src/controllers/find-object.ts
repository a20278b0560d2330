import type { Client, Ref } from '../client/client.ts';
import { ApiError } from '../model/errors.ts';
import type { Kind, KubeObject } from '../model/kind.ts';

/** The object as the server has it, whatever copies say; undefined when there is none. */
export async function findObject<T extends KubeObject>(client: Client, kind: Kind<T>, ref: Ref): Promise<T | undefined> {
  try {
    return await client.get(kind, ref);
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return undefined;
    throw error;
  }
}
