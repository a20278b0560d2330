import { defineType, boolean, int32, int64, list, map, object, rawExtension, required, string, time, type Infer } from './schema.ts';

export const OwnerReference = defineType(
  'io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference',
  {
    apiVersion: required(string(5)),
    kind: required(string(1)),
    name: required(string(3)),
    uid: required(string(4)),
    controller: boolean(6),
    blockOwnerDeletion: boolean(7),
  },
  { mapType: 'atomic' },
);

export interface OwnerReference extends Infer<typeof OwnerReference> {}

export const ManagedFieldsEntry = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry', {
  manager: string(1),
  operation: string(2),
  apiVersion: string(3),
  time: time(4),
  fieldsType: string(6),
  fieldsV1: rawExtension(7),
  subresource: string(8),
});

export interface ManagedFieldsEntry extends Infer<typeof ManagedFieldsEntry> {}

export const ObjectMeta = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', {
  name: string(1),
  generateName: string(2),
  namespace: string(3),
  selfLink: string(4),
  uid: string(5),
  resourceVersion: string(6),
  generation: int64(7),
  creationTimestamp: time(8),
  deletionTimestamp: time(9),
  deletionGracePeriodSeconds: int64(10),
  labels: map(11, 'string'),
  annotations: map(12, 'string'),
  ownerReferences: list(13, OwnerReference, { listType: 'map', listMapKeys: ['uid'], patchStrategy: 'merge', patchMergeKey: 'uid' }),
  finalizers: list(14, 'string', { listType: 'set', patchStrategy: 'merge' }),
  managedFields: list(17, ManagedFieldsEntry, { listType: 'atomic' }),
});

export interface ObjectMeta extends Infer<typeof ObjectMeta> {}

export const ShardInfo = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.ShardInfo', {
  selector: required(string(1)),
});

export interface ShardInfo extends Infer<typeof ShardInfo> {}

export const ListMeta = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta', {
  selfLink: string(1),
  resourceVersion: string(2),
  continue: string(3),
  remainingItemCount: int64(4),
  shardInfo: object(5, ShardInfo),
});

export interface ListMeta extends Infer<typeof ListMeta> {}

export const LabelSelectorRequirement = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement', {
  key: required(string(1)),
  operator: required(string(2)),
  values: list(3, 'string', { listType: 'atomic' }),
});

export interface LabelSelectorRequirement extends Infer<typeof LabelSelectorRequirement> {}

export const LabelSelector = defineType(
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector',
  {
    matchLabels: map(1, 'string'),
    matchExpressions: list(2, LabelSelectorRequirement, { listType: 'atomic' }),
  },
  { mapType: 'atomic' },
);

export interface LabelSelector extends Infer<typeof LabelSelector> {}

export const FieldSelectorRequirement = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.FieldSelectorRequirement', {
  key: required(string(1)),
  operator: required(string(2)),
  values: list(3, 'string', { listType: 'atomic' }),
});

export interface FieldSelectorRequirement extends Infer<typeof FieldSelectorRequirement> {}

export const Condition = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.Condition', {
  type: required(string(1)),
  status: required(string(2)),
  observedGeneration: int64(3),
  lastTransitionTime: required(time(4)),
  reason: required(string(5)),
  message: required(string(6)),
});

export interface Condition extends Infer<typeof Condition> {}

export const Preconditions = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.Preconditions', {
  uid: string(1),
  resourceVersion: string(2),
});

export interface Preconditions extends Infer<typeof Preconditions> {}

export const DeleteOptions = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions', {
  gracePeriodSeconds: int64(1),
  preconditions: object(2, Preconditions),
  orphanDependents: boolean(3),
  propagationPolicy: string(4),
  dryRun: list(5, 'string', { listType: 'atomic' }),
  ignoreStoreReadErrorWithClusterBreakingPotential: boolean(6),
});

export interface DeleteOptions extends Infer<typeof DeleteOptions> {}

export const StatusCause = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.StatusCause', {
  reason: string(1),
  message: string(2),
  field: string(3),
});

export interface StatusCause extends Infer<typeof StatusCause> {}

export const StatusDetails = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails', {
  name: string(1),
  group: string(2),
  kind: string(3),
  causes: list(4, StatusCause, { listType: 'atomic' }),
  retryAfterSeconds: int32(5),
  uid: string(6),
});

export interface StatusDetails extends Infer<typeof StatusDetails> {}

export const Status = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.Status', {
  metadata: object(1, ListMeta),
  status: string(2),
  message: string(3),
  reason: string(4),
  details: object(5, StatusDetails),
  code: int32(6),
});

export interface Status extends Infer<typeof Status> {}
