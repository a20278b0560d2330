import { defineType, always, boolean, quantity, required, string, type Infer } from '../../../model/schema.ts';

export const ObjectFieldSelector = defineType(
  'io.k8s.api.core.v1.ObjectFieldSelector',
  'A field of the pod itself.',
  {
    apiVersion: string(1, 'Version of the API that the path is written for: v1 unless given.'),
    fieldPath: required(string(2, "Path of the field, such as metadata.name, metadata.labels['app'], spec.nodeName or status.podIP.")),
  },
  { mapType: 'atomic' },
);

export interface ObjectFieldSelector extends Infer<typeof ObjectFieldSelector> {}

export const FileKeySelector = defineType(
  'io.k8s.api.core.v1.FileKeySelector',
  'A variable in a file of NAME=value lines.',
  {
    volumeName: required(string(1, 'Volume of the pod with the file; an emptyDir that an init container has written to.')),
    path: required(string(2, 'Path of the file inside the volume; relative, without `..`.')),
    key: required(string(3, 'Name of the variable in the file.')),
    optional: boolean(4, 'Whether the container starts even if the file or variable is missing: false unless given.', { default: false }),
  },
  { mapType: 'atomic' },
);

export interface FileKeySelector extends Infer<typeof FileKeySelector> {}

export const ResourceFieldSelector = defineType(
  'io.k8s.api.core.v1.ResourceFieldSelector',
  'A request or limit of a container.',
  {
    containerName: string(1, 'Container that is asked about: the same one for variables; must be given for volumes.'),
    resource: required(string(2, 'Which one, such as limits.cpu or requests.memory.')),
    divisor: always(quantity(3, 'Unit to count in, rounded up: 1 unless given. 1Mi gives memory in mebibytes, 1m CPU in thousandths.')),
  },
  { mapType: 'atomic' },
);

export interface ResourceFieldSelector extends Infer<typeof ResourceFieldSelector> {}
