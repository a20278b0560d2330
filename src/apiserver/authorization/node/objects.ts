import { PersistentVolume } from '../../../kinds/core/persistent-volume/index.ts';
import { Pod } from '../../../kinds/core/pod/index.ts';
import { ResourceSlice } from '../../../kinds/resource/resource-slice.ts';
import { VolumeAttachment } from '../../../kinds/storage/volume-attachment.ts';
import type { Reader } from '../../reader.ts';

type Maybe<T> = T | Promise<T>;

/** Where it is looked up what a node has to do with. */
export interface NodeObjects {
  podsOfNode(nodeName: string): Maybe<readonly Pod[]>;
  pod(namespace: string, name: string): Maybe<Pod | undefined>;
  persistentVolume(name: string): Maybe<PersistentVolume | undefined>;
  /** Volumes that say they are bound to the claim. */
  volumesOfClaim(namespace: string, claimName: string): Maybe<readonly PersistentVolume[]>;
  volumeAttachment(name: string): Maybe<VolumeAttachment | undefined>;
  resourceSlice(name: string): Maybe<ResourceSlice | undefined>;
}

const byNode = { name: 'node', valuesOf: ({ spec }: Pod) => (spec.nodeName ? [spec.nodeName] : []) };
const byClaim = {
  name: 'claim',
  valuesOf: ({ spec }: PersistentVolume) => (spec?.claimRef ? [`${spec.claimRef.namespace}/${spec.claimRef.name}`] : []),
};

/** Reads the server's own objects. */
export const nodeObjects = (reader: Reader): NodeObjects => ({
  podsOfNode: (nodeName) => reader.byIndex(Pod, byNode, nodeName),
  pod: (namespace, name) => reader.get(Pod, { namespace, name }),
  persistentVolume: (name) => reader.get(PersistentVolume, { name }),
  volumesOfClaim: (namespace, claimName) => reader.byIndex(PersistentVolume, byClaim, `${namespace}/${claimName}`),
  volumeAttachment: (name) => reader.get(VolumeAttachment, { name }),
  resourceSlice: (name) => reader.get(ResourceSlice, { name }),
});
