import { defineType, always, boolean, quantity, required, string, type Infer } from '../../../model/schema.ts';

export const ObjectFieldSelector = defineType(
  'io.k8s.api.core.v1.ObjectFieldSelector',
  {
    apiVersion: string(1),
    fieldPath: required(string(2)),
  },
  { mapType: 'atomic' },
);

export interface ObjectFieldSelector extends Infer<typeof ObjectFieldSelector> {}

export const FileKeySelector = defineType(
  'io.k8s.api.core.v1.FileKeySelector',
  {
    volumeName: required(string(1)),
    path: required(string(2)),
    key: required(string(3)),
    optional: boolean(4, { default: false }),
  },
  { mapType: 'atomic' },
);

export interface FileKeySelector extends Infer<typeof FileKeySelector> {}

export const ResourceFieldSelector = defineType(
  'io.k8s.api.core.v1.ResourceFieldSelector',
  {
    containerName: string(1),
    resource: required(string(2)),
    divisor: always(quantity(3)),
  },
  { mapType: 'atomic' },
);

export interface ResourceFieldSelector extends Infer<typeof ResourceFieldSelector> {}
