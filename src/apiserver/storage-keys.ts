import type { Kind } from '../model/kind.ts';

/** Where upstream keeps what does not lie under its own plural name. */
const places: Record<string, string> = {
  replicationcontrollers: 'controllers',
  endpoints: 'services/endpoints',
  services: 'services/specs',
  nodes: 'minions',
  ingresses: 'ingress',
};

/** Groups whose objects lie under their group's name. */
const groupedPrefixes = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io']);

export const defaultStoragePrefix = '/registry';

/** `/registry/pods/`: laid out as upstream's, so that an etcd can be shared or handed over. */
export function keyPrefix({ group, plural }: Pick<Kind, 'group' | 'plural'>, storagePrefix = defaultStoragePrefix): string {
  return groupedPrefixes.has(group) ? `${storagePrefix}/${group}/${plural}/` : `${storagePrefix}/${places[plural] ?? plural}/`;
}
