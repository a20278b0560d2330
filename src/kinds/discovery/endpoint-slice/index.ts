import { defineKind, type ObjectOf } from '../../../model/kind.ts';
import { always, list, nullable, oneOf, required } from '../../../model/schema.ts';
import { Endpoint, EndpointPort } from './schema.ts';

export const EndpointSlice = defineKind({
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  scope: 'Namespaced',
  schema: 'io.k8s.api.discovery.v1.EndpointSlice',
  fields: {
    endpoints: nullable(always(list(2, Endpoint, { listType: 'atomic' }))),
    ports: nullable(always(list(3, EndpointPort, { listType: 'atomic' }))),
    addressType: required(oneOf(4, ['FQDN', 'IPv4', 'IPv6'])),
  },
});

export interface EndpointSlice extends ObjectOf<typeof EndpointSlice> {}
