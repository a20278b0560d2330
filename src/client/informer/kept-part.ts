import type { KubeObject } from '../../model/kind.ts';

/**
 * What a local copy keeps of an object that nobody else has: not who set which field, which takes more memory than all the rest
 * and which those who keep copies never ask for. A write without it leaves it as it is.
 */
export function keptPart<T extends KubeObject>(object: T): T {
  if (!object.metadata.managedFields) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
