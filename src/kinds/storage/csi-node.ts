import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, int32, list, object, required, string, type Infer } from '../../model/schema.ts';

export const VolumeNodeResources = defineType('io.k8s.api.storage.v1.VolumeNodeResources', {
  count: int32(1),
});

export interface VolumeNodeResources extends Infer<typeof VolumeNodeResources> {}

export const CSINodeDriver = defineType('io.k8s.api.storage.v1.CSINodeDriver', {
  name: required(string(1)),
  nodeID: required(string(2)),
  topologyKeys: always(list(3, 'string', { listType: 'atomic' })),
  allocatable: object(4, VolumeNodeResources),
});

export interface CSINodeDriver extends Infer<typeof CSINodeDriver> {}

export const CSINodeSpec = defineType('io.k8s.api.storage.v1.CSINodeSpec', {
  drivers: required(list(1, CSINodeDriver, { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' })),
});

export interface CSINodeSpec extends Infer<typeof CSINodeSpec> {}

export interface CSINode extends KubeObject {
  spec: CSINodeSpec;
}

export const CSINode: Kind<CSINode> = defineKind({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSINode',
  plural: 'csinodes',
  scope: 'Cluster',
  schema: 'io.k8s.api.storage.v1.CSINode',
  fields: {
    spec: required(object(2, CSINodeSpec)),
  },
});
