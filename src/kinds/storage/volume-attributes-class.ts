import { isSame } from '../same.ts';
import { validateDriver, validateParameters } from './parameters.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { map, required, string } from '../../model/schema.ts';

export interface VolumeAttributesClass extends KubeObject {
  driverName: string;
  parameters?: Record<string, string>;
}

export const VolumeAttributesClass: Kind<VolumeAttributesClass> = defineKind({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  shortNames: ['vac'],
  scope: 'Cluster',
  schema: 'io.k8s.api.storage.v1.VolumeAttributesClass',
  description: 'Settings of volumes, such as their speed, that can be changed later: claims name a class and may switch.',
  fields: {
    driverName: required(string(2, 'Driver that the settings are for. It cannot be changed.')),
    parameters: map(3, 'string', 'Settings for the driver, which its documentation explains. They cannot be changed.'),
  },

  ruleOrder: { update: ['metadataChange', 'change', 'metadata', 'object'] },
  *validate({ driverName, parameters = {} }, field) {
    yield* validateDriver(driverName, field.at('driverName'));
    yield* validateParameters(parameters, field.at('parameters'));
    if (Object.keys(parameters).length === 0) yield field.at('parameters').required('must contain at least one key/value pair');
  },
  *validateUpdate(next, previous, field) {
    if (next.driverName !== previous.driverName) yield field.at('driverName').forbidden('updates to driverName are forbidden.');
    if (!isSame({ type: 'map', values: 'string' }, next.parameters, previous.parameters)) {
      yield field.at('parameters').forbidden('updates to parameters are forbidden.');
    }
  },
  columns: [{ name: 'DriverName', description: 'The driver it is for.', value: ({ driverName }) => driverName }],
});
