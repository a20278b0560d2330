import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, embed, list, object, required, string, type Infer } from '../../model/schema.ts';
import { isExtendedResource } from '../core/resource-name.ts';
import { mostConfigurations, validateConfiguration, validateSelectors } from './device-validation.ts';
import { validateList } from './list-validation.ts';
import { DeviceSelector, OpaqueDeviceConfiguration } from './device.ts';

export const DeviceConfiguration = defineType('io.k8s.api.resource.v1.DeviceConfiguration', {
  opaque: object(1, OpaqueDeviceConfiguration),
});

export interface DeviceConfiguration extends Infer<typeof DeviceConfiguration> {}

export const DeviceClassConfiguration = defineType('io.k8s.api.resource.v1.DeviceClassConfiguration', {
  ...embed(1, DeviceConfiguration),
});

export interface DeviceClassConfiguration extends Infer<typeof DeviceClassConfiguration> {}

export const DeviceClassSpec = defineType('io.k8s.api.resource.v1.DeviceClassSpec', {
  selectors: list(1, DeviceSelector, { listType: 'atomic' }),
  config: list(2, DeviceClassConfiguration, { listType: 'atomic' }),
  extendedResourceName: string(4),
});

export interface DeviceClassSpec extends Infer<typeof DeviceClassSpec> {}

export interface DeviceClass extends KubeObject {
  spec: DeviceClassSpec;
}

export const DeviceClass: Kind<DeviceClass> = defineKind({
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'DeviceClass',
  plural: 'deviceclasses',
  scope: 'Cluster',
  schema: 'io.k8s.api.resource.v1.DeviceClass',
  fields: {
    spec: required(object(2, DeviceClassSpec)),
  },

  countsGenerations: true,
  *validate({ spec: { selectors, config, extendedResourceName } }, field) {
    const at = field.at('spec');
    yield* validateSelectors(selectors, at.at('selectors'));
    yield* validateList(config, mostConfigurations, at.at('config'), validateConfiguration);
    if (extendedResourceName !== undefined && !isExtendedResource(extendedResourceName)) {
      yield at.at('extendedResourceName').invalid(extendedResourceName, 'must be a valid extended resource name');
    }
  },
});
