import { defineType, boolean, embed, object, required, string, type Infer } from '../../../model/schema.ts';
import { FileKeySelector, ObjectFieldSelector, ResourceFieldSelector } from './field-reference.ts';
import { LocalObjectReference } from '../reference.ts';

export const ConfigMapKeySelector = defineType(
  'io.k8s.api.core.v1.ConfigMapKeySelector',
  {
    key: required(string(2)),
    optional: boolean(3),
    ...embed(1, LocalObjectReference),
  },
  { mapType: 'atomic' },
);

export interface ConfigMapKeySelector extends Infer<typeof ConfigMapKeySelector> {}

export const SecretKeySelector = defineType(
  'io.k8s.api.core.v1.SecretKeySelector',
  {
    key: required(string(2)),
    optional: boolean(3),
    ...embed(1, LocalObjectReference),
  },
  { mapType: 'atomic' },
);

export interface SecretKeySelector extends Infer<typeof SecretKeySelector> {}

export const EnvVarSource = defineType('io.k8s.api.core.v1.EnvVarSource', {
  fieldRef: object(1, ObjectFieldSelector),
  resourceFieldRef: object(2, ResourceFieldSelector),
  configMapKeyRef: object(3, ConfigMapKeySelector),
  secretKeyRef: object(4, SecretKeySelector),
  fileKeyRef: object(5, FileKeySelector),
});

export interface EnvVarSource extends Infer<typeof EnvVarSource> {}

export const EnvVar = defineType('io.k8s.api.core.v1.EnvVar', {
  name: required(string(1)),
  value: string(2),
  valueFrom: object(3, EnvVarSource),
});

export interface EnvVar extends Infer<typeof EnvVar> {}

export const ConfigMapEnvSource = defineType('io.k8s.api.core.v1.ConfigMapEnvSource', {
  optional: boolean(2),
  ...embed(1, LocalObjectReference),
});

export interface ConfigMapEnvSource extends Infer<typeof ConfigMapEnvSource> {}

export const SecretEnvSource = defineType('io.k8s.api.core.v1.SecretEnvSource', {
  optional: boolean(2),
  ...embed(1, LocalObjectReference),
});

export interface SecretEnvSource extends Infer<typeof SecretEnvSource> {}

export const EnvFromSource = defineType('io.k8s.api.core.v1.EnvFromSource', {
  prefix: string(1),
  configMapRef: object(2, ConfigMapEnvSource),
  secretRef: object(3, SecretEnvSource),
});

export interface EnvFromSource extends Infer<typeof EnvFromSource> {}
