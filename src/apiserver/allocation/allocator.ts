import type { KubeObject } from '../../model/kind.ts';
import type { Reader } from '../reader.ts';
import type { Resource } from '../resource.ts';

/** Something a write was given from a shared range, such as an address. */
export interface Allocation {
  /** Gives back what this write took, when the write fails. */
  undo(): Promise<void>;
  /** Gives back what the object no longer holds, when the write has ended well. */
  settled(): Promise<void>;
}

/** Takes values from shared ranges for objects that need them, such as cluster IPs for services. */
export interface Allocator {
  readonly group: string;
  readonly plural: string;
  /** Puts values into the object. Throws `ApiError` when there is none left or the wanted one is taken. */
  allocate(object: KubeObject, previous: Readonly<KubeObject> | undefined, context: AllocationContext): Promise<Allocation>;
  /** Gives back what a deleted object held. */
  release(object: Readonly<KubeObject>, context: AllocationContext): Promise<void>;
  /** Brings the ranges in line with the objects, after whatever went wrong; called from time to time. */
  repair?(reader: Reader): Promise<void>;
}

export interface AllocationContext {
  readonly reader: Reader;
  readonly resourceOf: (group: string, plural: string) => Resource | undefined;
  readonly dryRun: boolean;
}
