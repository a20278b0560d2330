import { defineType, boolean, embed, object, required, string, type Infer } from '../../../model/schema.ts';
import { FileKeySelector, ObjectFieldSelector, ResourceFieldSelector } from './field-reference.ts';
import { LocalObjectReference } from '../reference.ts';

export const ConfigMapKeySelector = defineType(
  'io.k8s.api.core.v1.ConfigMapKeySelector',
  'One value of a ConfigMap.',
  {
    ...embed(1, LocalObjectReference),
    key: required(string(2, 'Key of the ConfigMap whose value is taken.')),
    optional: boolean(3, 'Whether the pod starts even if the ConfigMap or key is missing; it waits for them otherwise.'),
  },
  { mapType: 'atomic' },
);

export interface ConfigMapKeySelector extends Infer<typeof ConfigMapKeySelector> {}

export const SecretKeySelector = defineType(
  'io.k8s.api.core.v1.SecretKeySelector',
  'One value of a Secret.',
  {
    ...embed(1, LocalObjectReference),
    key: required(string(2, 'Key of the Secret whose value is taken.')),
    optional: boolean(3, 'Whether the pod starts even if the Secret or key is missing; it waits for them otherwise.'),
  },
  { mapType: 'atomic' },
);

export interface SecretKeySelector extends Infer<typeof SecretKeySelector> {}

export const EnvVarSource = defineType(
  'io.k8s.api.core.v1.EnvVarSource',
  'Where the value of a variable comes from. Exactly one field is set.',
  {
    fieldRef: object(1, ObjectFieldSelector, 'A field of the pod, such as metadata.name or status.podIP.'),
    resourceFieldRef: object(2, ResourceFieldSelector, 'How much CPU, memory or the like a container asks for or may use.'),
    configMapKeyRef: object(3, ConfigMapKeySelector, 'One of the values of a ConfigMap in the same namespace.'),
    secretKeyRef: object(4, SecretKeySelector, 'One of the values of a Secret in the same namespace.'),
    fileKeyRef: object(5, FileKeySelector, 'A variable in a file that a container before has written to a volume.'),
  },
);

export interface EnvVarSource extends Infer<typeof EnvVarSource> {}

export const EnvVar = defineType('io.k8s.api.core.v1.EnvVar', "One variable of a program's environment.", {
  name: required(string(1, 'Name of the variable.')),
  value: string(2, 'Value, in which $(NAME) stands for variables given before, and $$(NAME) for the text itself. Empty unless given.'),
  valueFrom: object(
    3,
    EnvVarSource,
    'Where to take the value from, instead of value. It is read when the container starts and not updated later.',
  ),
});

export interface EnvVar extends Infer<typeof EnvVar> {}

export const ConfigMapEnvSource = defineType('io.k8s.api.core.v1.ConfigMapEnvSource', 'A ConfigMap whose keys become variables.', {
  ...embed(1, LocalObjectReference),
  optional: boolean(2, 'Whether the pod starts even if the ConfigMap is missing; it waits for it otherwise.'),
});

export interface ConfigMapEnvSource extends Infer<typeof ConfigMapEnvSource> {}

export const SecretEnvSource = defineType('io.k8s.api.core.v1.SecretEnvSource', 'A Secret whose keys become variables.', {
  ...embed(1, LocalObjectReference),
  optional: boolean(2, 'Whether the pod starts even if the Secret is missing; it waits for it otherwise.'),
});

export interface SecretEnvSource extends Infer<typeof SecretEnvSource> {}

export const EnvFromSource = defineType('io.k8s.api.core.v1.EnvFromSource', 'A ConfigMap or Secret all of whose keys become variables.', {
  prefix: string(1, "Put before every key to make the variable's name."),
  configMapRef: object(2, ConfigMapEnvSource, 'ConfigMap to take the keys from.'),
  secretRef: object(3, SecretEnvSource, 'Secret to take the keys from.'),
});

export interface EnvFromSource extends Infer<typeof EnvFromSource> {}
