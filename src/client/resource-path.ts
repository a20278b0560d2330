import type { Kind } from '../model/kind.ts';
import type { Ref } from './client.ts';

type Addressed = Pick<Kind, 'group' | 'version' | 'plural' | 'scope'>;

/** `/apis/apps/v1/namespaces/shop/deployments`; without a namespace, that of all namespaces. */
export function collectionPath({ group, version, plural, scope }: Addressed, namespace?: string): string {
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  return scope === 'Namespaced' && namespace ? `${root}/namespaces/${segment(namespace)}/${plural}` : `${root}/${plural}`;
}

export function objectPath(kind: Addressed, { name, namespace }: Ref, subresource?: string): string {
  if (name === '') throw new TypeError(`the name of one of ${kind.plural} is missing`);
  if (kind.scope === 'Namespaced' && !namespace) throw new TypeError(`the namespace of ${kind.plural} "${name}" is missing`);
  const path = `${collectionPath(kind, namespace)}/${segment(name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}

/** Colons are common in names of roles, and may stay as they are. */
const segment = (text: string): string => encodeURIComponent(text).replaceAll('%3A', ':');
