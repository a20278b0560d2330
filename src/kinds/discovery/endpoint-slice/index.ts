import { Field } from '../../../model/field.ts';
import { validateImmutable } from '../../field-checks.ts';
import { ipWarnings } from '../../ip-validation.ts';
import { isSame } from '../../same.ts';
import { endpointsText, portsText } from './columns.ts';
import { validateEndpoints, validateEndpointSlice } from './validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, list, nullable, oneOf, required } from '../../../model/schema.ts';
import { Endpoint, EndpointPort } from './schema.ts';

const endpointList = list(2, Endpoint, 'The endpoints, at most 1000.', { listType: 'atomic' });

export interface EndpointSlice extends KubeObject {
  endpoints: Endpoint[] | null;
  ports: EndpointPort[] | null;
  addressType: 'FQDN' | 'IPv4' | 'IPv6';
}

export const EndpointSlice: Kind<EndpointSlice> = defineKind({
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  scope: 'Namespaced',
  schema: 'io.k8s.api.discovery.v1.EndpointSlice',
  description:
    'Some of the endpoints behind a service, up to 100 mostly. Its service is named in the label kubernetes.io/service-name; all its slices together count.',
  fields: {
    addressType: required(
      oneOf(4, ['FQDN', 'IPv4', 'IPv6'], 'What all addresses are: IPv4, IPv6, or FQDN, which is deprecated. It cannot be changed.'),
    ),
    endpoints: nullable(always(endpointList)),
    ports: nullable(always(list(3, EndpointPort, 'Ports that each of the endpoints serves.', { listType: 'atomic' }))),
  },

  countsGenerations: 'labels',
  defaults(slice) {
    const { ports, endpoints } = slice;
    // None are null, however they were given.
    if (endpoints?.length === 0) slice.endpoints = null;
    if (ports?.length === 0) slice.ports = null;
    for (const port of ports ?? []) {
      port.name ??= '';
      port.protocol ??= 'TCP';
    }
  },
  prepareCreate: ({ endpoints }) => {
    for (const endpoint of endpoints ?? []) delete endpoint.deprecatedTopology;
  },
  prepareUpdate({ endpoints }, previous) {
    if (!isSame(endpointList.schema, endpoints, previous.endpoints)) {
      for (const endpoint of endpoints ?? []) delete endpoint.deprecatedTopology;
    }
  },
  ruleOrder: { update: ['metadata', 'object', 'change'] },
  validate: validateEndpointSlice,
  validateCreate: (slice, field) => validateEndpoints(slice, field.at('endpoints')),
  *validateUpdate(next, previous, field) {
    // What was accepted once stays as long as nobody touches it.
    if (!isSame(endpointList.schema, next.endpoints, previous.endpoints)) yield* validateEndpoints(next, field.at('endpoints'));
    yield* validateImmutable(next.addressType, previous.addressType, field.at('addressType'));
  },
  *warnings({ metadata, addressType, endpoints }, previous) {
    if (!previous && addressType === 'FQDN') yield 'spec.addressType: FQDN endpoints are deprecated';
    if (ownControllers.includes(metadata.labels?.['endpointslice.kubernetes.io/managed-by'] ?? '')) return;
    for (const [index, endpoint] of endpoints?.entries() ?? []) {
      for (const [addressIndex, address] of endpoint.addresses.entries()) {
        yield* ipWarnings(address, new Field('endpoints').at(index).at('addresses').at(addressIndex));
      }
    }
  },
  columns: [
    { name: 'AddressType', description: 'What its addresses are.', value: ({ addressType }) => addressType },
    { name: 'Ports', description: 'Ports of its endpoints.', value: ({ ports }) => portsText(ports) },
    { name: 'Endpoints', description: 'Addresses of its endpoints.', value: ({ endpoints }) => endpointsText(endpoints) },
  ],
});

/** They write addresses as they find them. */
const ownControllers = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];
