import { Namespace } from '../kinds/core/namespace.ts';
import type { Kind } from '../model/kind.ts';
import type { ResourceInfo } from './request-info.ts';

/**
 * Whether objects of the kind are found on such a path: those of a namespace within one, others only outside of all, since
 * whoever may do anything in a namespace must not reach what is in none. A namespace is within itself.
 */
export function isServedPath({ verb, namespace, name }: ResourceInfo, kind: Kind): boolean {
  // Proxying is asked for by a subresource.
  if (verb === 'proxy') return false;
  if (kind.scope === 'Namespaced') return namespace !== '' || name === '';
  return namespace === '' || (kind === Namespace && namespace === name);
}
