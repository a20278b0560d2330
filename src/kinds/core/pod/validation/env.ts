import type { Field, FieldErrors } from '../../../../model/field.ts';
import { validateConfigMapKey, validateDnsLabel, validateDnsSubdomain, validateEnvName } from '../../../field-checks.ts';
import type { ConfigMapKeySelector, EnvFromSource, EnvVar, EnvVarSource, SecretKeySelector } from '../env.ts';
import type { FileKeySelector } from '../field-reference.ts';
import { validateFieldReference, validateResourceReference } from './field-references.ts';
import { validateNoBacksteps } from './paths.ts';

const fieldPaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

export function* validateEnv(variables: readonly EnvVar[], field: Field): FieldErrors {
  for (const [index, { name, value, valueFrom }] of variables.entries()) {
    if (!name) yield field.at(index, 'name').required();
    else yield* validateEnvName(name, field.at(index, 'name'));
    if (valueFrom) yield* validateSource(valueFrom, value, field.at(index, 'valueFrom'));
  }
}

function* validateSource(source: EnvVarSource, value: string | undefined, field: Field): FieldErrors {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source;
  const count = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter(Boolean).length;
  if (fieldRef) yield* validateFieldReference(fieldRef, fieldPaths, field.at('fieldRef'));
  if (resourceFieldRef) yield* validateResourceReference(resourceFieldRef, field.at('resourceFieldRef'));
  if (configMapKeyRef) yield* validateKeySelector(configMapKeyRef, field.at('configMapKeyRef'));
  if (secretKeyRef) yield* validateKeySelector(secretKeyRef, field.at('secretKeyRef'));
  if (fileKeyRef) yield* validateFileKey(fileKeyRef, field.at('fileKeyRef'));
  if (count === 0) {
    yield field.invalid('', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`');
  } else if (value) {
    yield field.invalid('', 'may not be specified when `value` is not empty');
  } else if (count > 1) {
    yield field.invalid('', 'may not have more than one field specified at a time');
  }
}

function* validateKeySelector({ name = '', key }: ConfigMapKeySelector | SecretKeySelector, field: Field): FieldErrors {
  yield* validateDnsSubdomain(name, field.at('name'));
  if (!key) yield field.at('key').required();
  else yield* validateConfigMapKey(key, field.at('key'));
}

function* validateFileKey({ key, volumeName, path }: FileKeySelector, field: Field): FieldErrors {
  if (!key) yield field.at('key').required();
  else yield* validateEnvName(key, field.at('key'));
  if (!volumeName) yield field.at('volumeName').required();
  else yield* validateDnsLabel(volumeName, field.at('volumeName'));
  if (!path) yield field.at('path').required();
  else yield* validateNoBacksteps(path, field.at('path'));
}

export function* validateEnvFrom(sources: readonly EnvFromSource[], field: Field): FieldErrors {
  for (const [index, { prefix, configMapRef, secretRef }] of sources.entries()) {
    if (prefix) yield* validateEnvName(prefix, field.at(index, 'prefix'));
    if (configMapRef) yield* validateName(configMapRef.name, field.at(index, 'configMapRef', 'name'));
    if (secretRef) yield* validateName(secretRef.name, field.at(index, 'secretRef', 'name'));
    if (!configMapRef && !secretRef) yield field.invalid('', 'must specify one of: `configMapRef` or `secretRef`');
    else if (configMapRef && secretRef) yield field.invalid('', 'may not have more than one field specified at a time');
  }
}

function* validateName(name: string | undefined, field: Field): FieldErrors {
  if (!name) yield field.required();
  else yield* validateDnsSubdomain(name, field, { isPrefix: true });
}
