import { defineType, always, required, string, type Infer } from '../../model/schema.ts';

export const LocalObjectReference = defineType(
  'io.k8s.api.core.v1.LocalObjectReference',
  {
    name: string(1),
  },
  { mapType: 'atomic' },
);

export interface LocalObjectReference extends Infer<typeof LocalObjectReference> {}

export const TypedLocalObjectReference = defineType(
  'io.k8s.api.core.v1.TypedLocalObjectReference',
  {
    apiGroup: always(string(1)),
    kind: required(string(2)),
    name: required(string(3)),
  },
  { mapType: 'atomic' },
);

export interface TypedLocalObjectReference extends Infer<typeof TypedLocalObjectReference> {}

export const TypedObjectReference = defineType('io.k8s.api.core.v1.TypedObjectReference', {
  apiGroup: always(string(1)),
  kind: required(string(2)),
  name: required(string(3)),
  namespace: string(4),
});

export interface TypedObjectReference extends Infer<typeof TypedObjectReference> {}

export const SecretReference = defineType(
  'io.k8s.api.core.v1.SecretReference',
  {
    name: string(1),
    namespace: string(2),
  },
  { mapType: 'atomic' },
);

export interface SecretReference extends Infer<typeof SecretReference> {}

export const ObjectReference = defineType(
  'io.k8s.api.core.v1.ObjectReference',
  {
    kind: string(1),
    namespace: string(2),
    name: string(3),
    uid: string(4),
    apiVersion: string(5),
    resourceVersion: string(6),
    fieldPath: string(7),
  },
  { mapType: 'atomic' },
);

export interface ObjectReference extends Infer<typeof ObjectReference> {}
