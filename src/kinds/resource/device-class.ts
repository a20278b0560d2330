import { ageColumn } from '../columns.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { checkDnsSubdomain } from '../../model/names.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, embed, list, object, required, string, type Infer } from '../../model/schema.ts';
import { dropGated, type GatedFields } from '../gated.ts';
import { isExtendedResource } from '../core/resource-name.ts';
import { isSame } from '../same.ts';
import { mostConfigurations, validateConfiguration, validateSelectors } from './device-validation.ts';
import { validateList } from './list-validation.ts';
import { DeviceSelector, OpaqueDeviceConfiguration } from './device.ts';

export const DeviceConfiguration = defineType(
  'io.k8s.api.resource.v1.DeviceConfiguration',
  'Settings for devices. Exactly one field is set.',
  {
    opaque: object(1, OpaqueDeviceConfiguration, 'Settings that only the driver understands.'),
  },
);

export interface DeviceConfiguration extends Infer<typeof DeviceConfiguration> {}

export const DeviceClassConfiguration = defineType(
  'io.k8s.api.resource.v1.DeviceClassConfiguration',
  'Settings for all devices of a class.',
  {
    ...embed(1, DeviceConfiguration),
  },
);

export interface DeviceClassConfiguration extends Infer<typeof DeviceClassConfiguration> {}

export const DeviceClassSpec = defineType('io.k8s.api.resource.v1.DeviceClassSpec', 'The state that is wanted.', {
  selectors: list(1, DeviceSelector, 'Conditions that devices must meet; all of them.', { listType: 'atomic' }),
  config: list(2, DeviceClassConfiguration, 'Settings for devices that are allocated through the class.', { listType: 'atomic' }),
  extendedResourceName: string(4, 'Name such as example.com/gpu by which containers can ask for its devices like for CPU.'),
});

export interface DeviceClassSpec extends Infer<typeof DeviceClassSpec> {}

export interface DeviceClass extends KubeObject {
  spec: DeviceClassSpec;
}

const gated: readonly GatedFields<DeviceClassSpec>[] = [
  {
    features: ['DRAExtendedResource'],
    isUsed: ({ extendedResourceName }) => extendedResourceName !== undefined,
    drop: (spec) => delete spec.extendedResourceName,
  },
];

export const DeviceClass: Kind<DeviceClass> = defineKind({
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'DeviceClass',
  plural: 'deviceclasses',
  scope: 'Cluster',
  schema: 'io.k8s.api.resource.v1.DeviceClass',
  description: 'A class of devices that claims can ask for, such as all GPUs of a maker. Made by administrators.',
  fields: {
    spec: required(object(2, DeviceClassSpec, 'Which devices are in the class.')),
  },

  countsGenerations: true,
  prepareCreate: ({ spec }, { gates }) => dropGated(gated, gates, spec),
  prepareUpdate: ({ spec }, previous, { gates }) => dropGated(gated, gates, spec, previous.spec),
  // Beginnings of names are not judged.
  validateName: (name, { isPrefix }) => (isPrefix ? [] : checkDnsSubdomain(name)),
  ruleOrder: { update: ['metadata', 'metadataChange', 'change'] },
  validateCreate: ({ spec }, field) => validateSpec(spec, field.at('spec')),
  validateUpdate: ({ spec }, previous, field) => validateSpec(spec, field.at('spec'), previous.spec),
  columns: [ageColumn],
});

const configSchema = DeviceClassSpec.fields['config']?.schema;

function* validateSpec(spec: Readonly<DeviceClassSpec>, field: Field, previous?: Readonly<DeviceClassSpec>): FieldErrors {
  const { selectors, config, extendedResourceName } = spec;
  yield* validateSelectors(selectors, field.at('selectors'));
  const isStored = previous !== undefined && configSchema !== undefined && isSame(configSchema, config, previous.config);
  yield* validateList(config, mostConfigurations, field.at('config'), (each, at) => validateConfiguration(each, at, { isStored }));
  if (extendedResourceName !== undefined && !isExtendedResource(extendedResourceName)) {
    yield field.at('extendedResourceName').invalid(extendedResourceName, 'must be a valid extended resource name');
  }
}
