import { defineType, always, required, string, type Infer } from '../../model/schema.ts';

export const LocalObjectReference = defineType(
  'io.k8s.api.core.v1.LocalObjectReference',
  'Names an object in the same namespace.',
  {
    name: string(1, 'Name of the object that is meant, in the same namespace.', { default: '' }),
  },
  { mapType: 'atomic' },
);

export interface LocalObjectReference extends Infer<typeof LocalObjectReference> {}

export const TypedLocalObjectReference = defineType(
  'io.k8s.api.core.v1.TypedLocalObjectReference',
  'Names an object of some kind in the same namespace.',
  {
    apiGroup: always(string(1, 'Group of the API that the kind is from; empty for core.')),
    kind: required(string(2, 'Kind of the object that is meant.')),
    name: required(string(3, 'Name of the object that is meant.')),
  },
  { mapType: 'atomic' },
);

export interface TypedLocalObjectReference extends Infer<typeof TypedLocalObjectReference> {}

export const TypedObjectReference = defineType(
  'io.k8s.api.core.v1.TypedObjectReference',
  'Names an object of some kind, maybe in another namespace.',
  {
    apiGroup: always(string(1, 'Group of the API that the kind is from; empty for core.')),
    kind: required(string(2, 'Kind of the object that is meant.')),
    name: required(string(3, 'Name of the object that is meant.')),
    namespace: string(4, 'Namespace of the object, the same unless given. Another one must permit it with a ReferenceGrant.'),
  },
);

export interface TypedObjectReference extends Infer<typeof TypedObjectReference> {}

export const SecretReference = defineType(
  'io.k8s.api.core.v1.SecretReference',
  'Names a secret in some namespace.',
  {
    name: string(1, 'Name of the secret.'),
    namespace: string(2, 'Namespace of the secret.'),
  },
  { mapType: 'atomic' },
);

export interface SecretReference extends Infer<typeof SecretReference> {}

export const ObjectReference = defineType(
  'io.k8s.api.core.v1.ObjectReference',
  'Names an object, or a part of it.',
  {
    kind: string(1, 'Kind of the object, such as Pod.'),
    namespace: string(2, 'Namespace of the object; empty where its kind has none.'),
    name: string(3, 'Name of the object that is meant.'),
    uid: string(4, 'UID of the object, which tells it from others that had the name before or since.'),
    apiVersion: string(5, 'Group and version of the object, such as apps/v1.'),
    resourceVersion: string(6, 'Version of the object that was looked at.'),
    fieldPath: string(7, 'Part of the object that is meant, such as spec.containers{web}.'),
  },
  { mapType: 'atomic' },
);

export interface ObjectReference extends Infer<typeof ObjectReference> {}
