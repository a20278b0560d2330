import { checkPathSegment } from '../../model/names.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, object, required, string, type Infer } from '../../model/schema.ts';

export const ParentReference = defineType('io.k8s.api.networking.v1.ParentReference', {
  group: string(1),
  resource: required(string(2, { omitEmpty: true })),
  namespace: string(3),
  name: required(string(4, { omitEmpty: true })),
});

export interface ParentReference extends Infer<typeof ParentReference> {}

export const IPAddressSpec = defineType('io.k8s.api.networking.v1.IPAddressSpec', {
  parentRef: required(object(1, ParentReference, { omitEmpty: true })),
});

export interface IPAddressSpec extends Infer<typeof IPAddressSpec> {}

export interface IPAddress extends KubeObject {
  spec: IPAddressSpec;
}

export const IPAddress: Kind<IPAddress> = defineKind({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IPAddress',
  plural: 'ipaddresses',
  shortNames: ['ip'],
  scope: 'Cluster',
  // The name is the address, which may hold colons.
  validateName: checkPathSegment,
  schema: 'io.k8s.api.networking.v1.IPAddress',
  fields: {
    spec: required(object(2, IPAddressSpec)),
  },
});
