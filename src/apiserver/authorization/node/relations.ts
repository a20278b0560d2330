import type { Pod } from '../../../kinds/core/pod/index.ts';
import type { NodeObjects } from './objects.ts';
import { referencesOf, volumeSecrets, type PodReferences } from './references.ts';

/** What a node may see when it has to do with it. */
export type RelatedResource =
  | 'pods'
  | 'serviceaccounts'
  | 'secrets'
  | 'configmaps'
  | 'persistentvolumeclaims'
  | 'persistentvolumes'
  | 'resourceclaims'
  | 'volumeattachments'
  | 'resourceslices';

export interface Target {
  readonly resource: RelatedResource;
  readonly namespace: string;
  readonly name: string;
}

/** Pods do not change once they are read, so what one uses is found out once. */
const known = new WeakMap<Pod, PodReferences>();

/** Whether something runs on a node, or is used by a pod that does. */
export async function isRelated(nodeName: string, { resource, namespace, name }: Target, objects: NodeObjects): Promise<boolean> {
  const used = (field: keyof PodReferences, inNamespace = namespace, wanted = name) =>
    isUsed(nodeName, { field, namespace: inNamespace, name: wanted }, objects);
  switch (resource) {
    case 'pods':
      return (await objects.pod(namespace, name))?.spec.nodeName === nodeName;
    case 'serviceaccounts':
      return used('serviceAccounts');
    case 'configmaps':
      return used('configMaps');
    case 'persistentvolumeclaims':
      return used('volumeClaims');
    case 'resourceclaims':
      return used('resourceClaims');
    case 'secrets':
      return (await used('secrets')) || isSecretOfVolume(nodeName, `${namespace}/${name}`, objects);
    case 'persistentvolumes': {
      const claim = (await objects.persistentVolume(name))?.spec?.claimRef;
      return claim !== undefined && used('volumeClaims', claim.namespace ?? '', claim.name ?? '');
    }
    case 'volumeattachments':
      return (await objects.volumeAttachment(name))?.spec.nodeName === nodeName;
    case 'resourceslices':
      return (await objects.resourceSlice(name))?.spec.nodeName === nodeName;
    default:
      return resource satisfies never;
  }
}

async function isUsed(
  nodeName: string,
  { field, namespace, name }: { field: keyof PodReferences; namespace: string; name: string },
  objects: NodeObjects,
): Promise<boolean> {
  const pods = await objects.podsOfNode(nodeName);
  return pods.some((pod) => pod.metadata.namespace === namespace && references(pod)[field].has(name));
}

async function isSecretOfVolume(nodeName: string, secret: string, objects: NodeObjects): Promise<boolean> {
  for (const pod of await objects.podsOfNode(nodeName)) {
    for (const claim of references(pod).volumeClaims) {
      const volumes = await objects.volumesOfClaim(pod.metadata.namespace ?? '', claim);
      if (volumes.some((volume) => volumeSecrets(volume).has(secret))) return true;
    }
  }
  return false;
}

function references(pod: Pod): PodReferences {
  let found = known.get(pod);
  if (!found) {
    found = referencesOf(pod);
    known.set(pod, found);
  }
  return found;
}
