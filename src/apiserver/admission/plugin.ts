import type { KubeObject } from '../../model/kind.ts';
import type { User } from '../../model/request.ts';
import type { Resource } from '../resource.ts';
import type { Reader } from '../reader.ts';

/** A write on its way to the store, as admission plugins see it. */
export interface AdmissionRequest<T extends KubeObject = KubeObject> {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly resource: Resource<T>;
  /** Empty for the resource itself. */
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** What is to be written; mutating plugins may change it. Absent for deletions. */
  readonly object: T | undefined;
  readonly oldObject: Readonly<T> | undefined;
  readonly user: User;
  readonly dryRun: boolean;
  /** Adds to the `Warning` headers of the answer. */
  warn(message: string): void;
}

/** Decides about writes, or changes them. To refuse, throw an `ApiError`. */
export interface AdmissionPlugin {
  readonly name: string;
  /** May change the object. Runs before validation. */
  mutate?(request: AdmissionRequest, reader: Reader): Promise<void> | void;
  /** Runs after validation and changes nothing. */
  validate?(request: AdmissionRequest, reader: Reader): Promise<void> | void;
}
