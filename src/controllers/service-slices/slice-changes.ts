import type { Client } from '../../client/client.ts';
import { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import { ApiError } from '../../model/errors.ts';
import type { New } from '../../model/kind.ts';
import { isNamespaceTerminating } from '../terminating-namespace.ts';

export interface SliceChanges {
  readonly create: readonly New<EndpointSlice>[];
  readonly update: readonly EndpointSlice[];
  readonly remove: readonly EndpointSlice[];
}

/** Rather than to delete one slice and create another, changes the one into the other. Their addresses are of one type. */
export function reuse({ create, update, remove }: SliceChanges, isReusable: (slice: EndpointSlice) => boolean = () => true): SliceChanges {
  const reusable = remove.filter(isReusable).slice(0, create.length);
  const reused = reusable.map((slice, index) => {
    const wanted = create[index];
    if (!wanted) return slice;
    const { generateName: _, ...metadata } = wanted.metadata;
    return { ...slice, ...wanted, metadata: { ...slice.metadata, ...metadata, name: slice.metadata.name } };
  });
  return {
    create: create.slice(reusable.length),
    update: [...update, ...reused],
    remove: remove.filter((slice) => !reusable.includes(slice)),
  };
}

interface SliceOwner {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string | undefined; readonly name: string; readonly deletionTimestamp?: string };
}

/** Makes the changes for the object whose endpoints the slices tell. */
export async function carryOut({ create, update, remove }: SliceChanges, owner: SliceOwner, client: Client): Promise<void> {
  const { namespace = '', name } = owner.metadata;
  const whose = `EndpointSlice for ${owner.kind} ${namespace}/${name}`;
  // Slices of an owner on its way out are being deleted; new ones would be in the way.
  for (const slice of owner.metadata.deletionTimestamp === undefined ? create : []) {
    try {
      await client.create(EndpointSlice, slice);
    } catch (error) {
      if (isNamespaceTerminating(error)) return;
      throw failed(`failed to create ${whose}`, error);
    }
  }
  for (const slice of update) {
    try {
      await client.update(EndpointSlice, slice);
    } catch (error) {
      throw failed(`failed to update ${slice.metadata.name} ${whose}`, error);
    }
  }
  for (const slice of remove) {
    try {
      await client.delete(EndpointSlice, slice.metadata);
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw failed(`failed to delete ${slice.metadata.name} ${whose}`, error);
    }
  }
}

const failed = (what: string, cause: unknown): Error =>
  new Error(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
