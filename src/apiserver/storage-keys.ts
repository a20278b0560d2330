import { builtInKinds } from '../kinds/index.ts';
import type { Kind } from '../model/kind.ts';

/** Where upstream keeps what does not lie under its own plural name. */
const places: ReadonlyMap<string, string> = new Map([
  ['/replicationcontrollers', 'controllers'],
  ['/endpoints', 'services/endpoints'],
  ['/services', 'services/specs'],
  ['/nodes', 'minions'],
  ['networking.k8s.io/ingresses', 'ingress'],
]);

/** Groups of servers that upstream once had apart. */
const apart: ReadonlySet<string> = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io']);

/** What is built in lies under its plural name alone; custom resources lie under their group first, whatever they are called. */
const plain: ReadonlySet<string> = new Set(
  builtInKinds.filter(({ group }) => !apart.has(group)).map(({ group, plural }) => `${group}/${plural}`),
);

export const defaultStoragePrefix = '/registry';

/** `/registry/pods/`: laid out as upstream's, so that an etcd can be shared or handed over. */
export function keyPrefix({ group, plural }: Pick<Kind, 'group' | 'plural'>, storagePrefix = defaultStoragePrefix): string {
  const name = `${group}/${plural}`;
  return `${storagePrefix}/${places.get(name) ?? (plain.has(name) ? plural : name)}/`;
}
