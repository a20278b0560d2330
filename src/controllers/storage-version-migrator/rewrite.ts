import { discoveredKind, type DiscoveredResource } from '../../client/discovery.ts';
import { ApiError } from '../../model/errors.ts';
import { apiVersionOf, type KubeObject } from '../../model/kind.ts';
import type { Context } from '../../runtime/controller.ts';

const fieldManager = 'storage-version-migrator-controller';
const pageSize = 500;

/** Has all objects of the resource up to the version written as they are, so that the server stores them as it would now. */
export async function rewriteAll(resource: DiscoveredResource, upTo: string, { client, signal }: Context): Promise<void> {
  const kind = discoveredKind(resource);
  let position: string | undefined;
  do {
    const page = await client.list(kind, { metadataOnly: true, limit: pageSize, continue: position, signal });
    for (const object of page.items) {
      if (BigInt(object.metadata.resourceVersion) > BigInt(upTo)) continue;
      await rewrite(object, { client, kind });
    }
    position = page.continue;
  } while (position);
}

/**
 * Applies nothing, to this very version of this object: if it was changed since, it is stored as it should be, and if it is gone,
 * it must not come back.
 */
async function rewrite(
  { metadata }: KubeObject,
  { client, kind }: Pick<Context, 'client'> & { kind: ReturnType<typeof discoveredKind> },
): Promise<void> {
  const { uid, resourceVersion } = metadata;
  const body = { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: { uid, resourceVersion } };
  try {
    await client.patch(kind, metadata, { type: 'apply', body, fieldManager });
  } catch (error) {
    if (!ApiError.is(error, 'Conflict')) throw error;
  }
}

/** Whether trying again may help. What is no answer of the API is trouble on the way to it. */
export const isPassing = (error: unknown): boolean =>
  !(error instanceof ApiError) ||
  ApiError.is(error, 'ServerTimeout', 'TooManyRequests', 'ServiceUnavailable', 'InternalError', 'Timeout', 'Expired');
