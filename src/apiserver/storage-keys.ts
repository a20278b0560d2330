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

/** `/registry/pods/`: laid out as upstream's, so that an etcd can be shared or handed over. */
export function keyPrefix({ group, plural }: Pick<Kind, 'group' | 'plural'>): string {
  return groupedPrefixes.has(group) ? `/registry/${group}/${plural}/` : `/registry/${places[plural] ?? plural}/`;
}
