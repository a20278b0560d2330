import {
  always,
  defineType,
  boolean,
  int32,
  int64,
  list,
  map,
  object,
  rawExtension,
  required,
  string,
  time,
  type Infer,
} from './schema.ts';

export const OwnerReference = defineType(
  'io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference',
  'Names the object that another one belongs to.',
  {
    apiVersion: required(string(5, 'Group and version of the owner, such as apps/v1.')),
    kind: required(string(1, 'Kind of the owner, such as ReplicaSet.')),
    name: required(string(3, 'Name of the owner. It is in the same namespace, or is not namespaced at all.')),
    uid: required(string(4, 'UID of the owner: one made anew under the same name does not count.')),
    controller: boolean(6, 'Whether this owner manages the object. At most one may; controllers leave what others manage alone.'),
    blockOwnerDeletion: boolean(7, 'Whether the owner waits for this object to go when it is deleted in the foreground.'),
  },
  { mapType: 'atomic' },
);

export interface OwnerReference extends Infer<typeof OwnerReference> {}

export const ManagedFieldsEntry = defineType(
  'io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry',
  'Which fields one writer has set in one way.',
  {
    manager: string(1, 'Who wrote: the field manager of the request, such as kubectl-client-side-apply.'),
    operation: string(2, 'How it wrote: Apply for server-side apply, Update for everything else.'),
    apiVersion: string(3, 'Version of the API that the paths of the fields are written for.'),
    time: time(4, 'When this writer last added, changed or gave up a field.'),
    fieldsType: string(6, 'Form of the list of fields; always FieldsV1.'),
    fieldsV1: rawExtension(7, 'The fields as nested keys: `f:` begins a field, `k:` an item by its key, `v:` an item by its value.'),
    subresource: string(8, 'Subresource that was written, such as status; empty for the object itself.'),
  },
);

export interface ManagedFieldsEntry extends Infer<typeof ManagedFieldsEntry> {}

export const ObjectMeta = defineType(
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta',
  'What all stored objects have in common: names, labels, owners and the like.',
  {
    name: string(1, 'Name, unique among the objects of its kind in its namespace. It cannot be changed.'),
    generateName: string(2, 'Start of the name where none is given: the server adds five random characters to it.'),
    namespace: string(
      3,
      'Namespace that the object is in, `default` unless given; empty for kinds without namespaces. It cannot be changed.',
    ),
    selfLink: string(4, 'No longer filled in. It once held the URL path of the object.'),
    uid: string(5, 'Identifier that the server makes up; no other object ever gets it, not even a later one of the same name.'),
    resourceVersion: string(
      6,
      'Version of the stored object. An update that carries an older one is refused, so that nobody overwrites what they have not seen.',
    ),
    generation: int64(7, 'Counts the changes of what is wanted. A status that has observed this number is up to date.'),
    creationTimestamp: time(8, 'When the server created the object, in UTC.'),
    deletionTimestamp: time(
      9,
      'When the object is due to go. Set by the server once deletion is asked for; it goes when its finalizers are gone.',
    ),
    deletionGracePeriodSeconds: int64(10, 'Seconds that the object is given to end in order. It can only be shortened.'),
    labels: map(11, 'string', 'Keys and values to choose objects by, such as app: web. Services and controllers find their pods by them.'),
    annotations: map(
      12,
      'string',
      'Keys and values for tools to keep notes in. Objects cannot be chosen by them; all together hold 256 KiB at most.',
    ),
    ownerReferences: list(13, OwnerReference, 'Objects that this one belongs to. It is deleted once all of them are gone.', {
      listType: 'map',
      listMapKeys: ['uid'],
      patchStrategy: 'merge',
      patchMergeKey: 'uid',
    }),
    finalizers: list(
      14,
      'string',
      'Names of those who must act before the object may go; each removes its own when done. Deletion waits for an empty list.',
      { listType: 'set', patchStrategy: 'merge' },
    ),
    managedFields: list(
      17,
      ManagedFieldsEntry,
      'Which writer set which fields, for server-side apply to find conflicts. Kept by the server; rarely of use to people.',
      { listType: 'atomic' },
    ),
  },
);

export interface ObjectMeta extends Infer<typeof ObjectMeta> {}

export const ShardInfo = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.ShardInfo', 'Which part of a list this is.', {
  selector: required(string(1, 'Selector of the part that was asked for.')),
});

export interface ShardInfo extends Infer<typeof ShardInfo> {}

export const ListMeta = defineType(
  'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta',
  'What lists have in common: their version, and how to go on.',
  {
    selfLink: string(1, 'No longer filled in. It once held the URL path of the list.'),
    resourceVersion: string(2, 'Version of the store that the list shows. A watch that begins here misses nothing.'),
    continue: string(
      3,
      'Where the next page starts: pass it on as `continue` with the same query. Empty on the last page; it expires after some minutes.',
    ),
    remainingItemCount: int64(4, 'How many items are left after this page. An estimate, and absent when selectors are used.'),
    shardInfo: object(5, ShardInfo, 'Tells which part of all objects the list holds; absent when it holds all.'),
  },
);

export interface ListMeta extends Infer<typeof ListMeta> {}

export const LabelSelectorRequirement = defineType(
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement',
  'A demand on one label.',
  {
    key: required(string(1, 'Key of the label.')),
    operator: required(string(2, 'How the label is compared: In, NotIn, Exists or DoesNotExist.')),
    values: list(3, 'string', 'Values to compare with: some for In and NotIn, none for Exists and DoesNotExist.', { listType: 'atomic' }),
  },
);

export interface LabelSelectorRequirement extends Infer<typeof LabelSelectorRequirement> {}

export const LabelSelector = defineType(
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector',
  'Chooses objects by their labels. An empty one chooses all, an absent one none.',
  {
    matchLabels: map(1, 'string', 'Labels that an object must have with exactly these values.'),
    matchExpressions: list(2, LabelSelectorRequirement, 'Further demands. An object must meet all of them, and matchLabels as well.', {
      listType: 'atomic',
    }),
  },
  { mapType: 'atomic' },
);

export interface LabelSelector extends Infer<typeof LabelSelector> {}

export const FieldSelectorRequirement = defineType(
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldSelectorRequirement',
  'A demand on one field.',
  {
    key: required(string(1, 'Path of the field, such as metadata.name.')),
    operator: required(string(2, 'How the field is compared: In, NotIn, Exists or DoesNotExist.')),
    values: list(3, 'string', 'Values to compare with: some for In and NotIn, none for Exists and DoesNotExist.', { listType: 'atomic' }),
  },
);

export interface FieldSelectorRequirement extends Infer<typeof FieldSelectorRequirement> {}

export const Condition = defineType(
  'io.k8s.apimachinery.pkg.apis.meta.v1.Condition',
  'One aspect of the state of an object, and since when it is so.',
  {
    type: required(string(1, 'Name of the aspect, such as Ready.')),
    status: required(string(2, 'Whether it holds: True, False or Unknown.')),
    observedGeneration: int64(
      3,
      'Generation of the object that this was found for. If metadata.generation is higher, it may be out of date.',
    ),
    lastTransitionTime: required(time(4, 'When the status last went from one value to another.')),
    reason: required(string(5, 'Why, in one word in CamelCase, for programs.')),
    message: required(string(6, 'Why, in a sentence, for people. May be empty.')),
  },
);

export interface Condition extends Infer<typeof Condition> {}

export const Preconditions = defineType(
  'io.k8s.apimachinery.pkg.apis.meta.v1.Preconditions',
  'What must hold for a request to be carried out.',
  {
    uid: string(1, 'UID that the object must have.'),
    resourceVersion: string(2, 'Version that the object must have.'),
  },
);

export interface Preconditions extends Infer<typeof Preconditions> {}

export const DeleteOptions = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions', 'How an object is deleted.', {
  gracePeriodSeconds: int64(1, 'Seconds that the object is given to end in order; 0 ends it at once. The kind decides unless given.'),
  preconditions: object(2, Preconditions, 'What must hold for the object to be deleted; a conflict otherwise.'),
  orphanDependents: boolean(3, 'Deprecated, see propagationPolicy: true leaves what the object owns.'),
  propagationPolicy: string(4, 'What becomes of owned objects: Background deletes them afterwards, Foreground before, Orphan leaves them.'),
  dryRun: list(5, 'string', '`All` checks the request without keeping its effect.', { listType: 'atomic' }),
  ignoreStoreReadErrorWithClusterBreakingPotential: boolean(
    6,
    'Deletes an object that cannot be read from the store any more, without finalizers or checks. The last resort.',
  ),
});

export interface DeleteOptions extends Infer<typeof DeleteOptions> {}

export const StatusCause = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.StatusCause', 'One of the causes of a refusal.', {
  reason: string(1, 'What is wrong, in one word, such as FieldValueInvalid.'),
  message: string(2, 'What is wrong, in a sentence.'),
  field: string(3, 'Path of the field that is wrong, such as spec.containers[0].image.'),
});

export interface StatusCause extends Infer<typeof StatusCause> {}

export const StatusDetails = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails', 'What a refusal is about.', {
  name: string(1, 'Name of the object that was asked for.'),
  group: string(2, 'Group of the API of the object that was asked for.'),
  kind: string(3, 'Kind or resource that was asked for.'),
  uid: string(6, 'UID of the object that was asked for.'),
  causes: list(4, StatusCause, 'Every single thing that is wrong.', { listType: 'atomic' }),
  retryAfterSeconds: int32(5, 'Seconds to wait before asking again.'),
});

export interface StatusDetails extends Infer<typeof StatusDetails> {}

export const Status = defineType('io.k8s.apimachinery.pkg.apis.meta.v1.Status', 'How a request ended, where the answer is not an object.', {
  metadata: always(object(1, ListMeta, 'Metadata of an answer that is cut into pages; mostly empty.')),
  status: string(2, 'Success or Failure.'),
  message: string(3, 'What happened, in a sentence.'),
  reason: string(4, 'Why the request failed, in one word, such as NotFound or Conflict.'),
  details: object(5, StatusDetails, 'The object that the request was about, and every single cause.'),
  code: int32(6, 'Status code of HTTP, such as 404.'),
});

export interface Status extends Infer<typeof Status> {}
