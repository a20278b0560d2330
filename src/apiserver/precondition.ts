import { conflict, type ApiError } from '../model/errors.ts';
import type { Call } from './call.ts';
import { path } from './resource.ts';

export interface Precondition {
  readonly name: 'UID' | 'ResourceVersion';
  readonly wanted: string;
  readonly actual: string;
}

/** The object is not the one that was meant. In the words of upstream, which show how it stores things. */
export function preconditionFailed({ resource, info }: Call, { name, wanted, actual }: Precondition): ApiError {
  const key = resource.cache.prefix + path(info);
  const what = `Precondition failed: ${name} in precondition: ${wanted}, ${name} in object meta: ${actual}`;
  return conflict(
    resource.about(info.name),
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${what}`,
  );
}
