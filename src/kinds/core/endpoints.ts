import { endpointsText } from './endpoints-text.ts';
import { endpointsWarnings, validateEndpoints } from './endpoints-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, int32, list, object, oneOf, required, string, type Infer } from '../../model/schema.ts';
import { ObjectReference } from './reference.ts';

export const EndpointAddress = defineType(
  'io.k8s.api.core.v1.EndpointAddress',
  'An address behind a service.',
  {
    ip: required(string(1, 'IPv4 or IPv6 address; not a loopback or link-local one.')),
    hostname: string(3, "Name of the endpoint: DNS knows it below the service's name."),
    nodeName: string(4, 'Node that the endpoint is on.'),
    targetRef: object(2, ObjectReference, 'Object that has the address, mostly a pod.'),
  },
  { mapType: 'atomic' },
);

export interface EndpointAddress extends Infer<typeof EndpointAddress> {}

export const EndpointPort = defineType(
  'io.k8s.api.core.v1.EndpointPort',
  'A port behind a service.',
  {
    name: string(1, "Name of the service's port. Must be given if there are several."),
    port: required(int32(2, 'Number of the port at the endpoint.')),
    protocol: oneOf(3, ['SCTP', 'TCP', 'UDP'], 'Protocol that is spoken: TCP unless given.'),
    appProtocol: string(4, 'Protocol above it, such as http or kubernetes.io/h2c.'),
  },
  { mapType: 'atomic' },
);

export interface EndpointPort extends Infer<typeof EndpointPort> {}

export const EndpointSubset = defineType(
  'io.k8s.api.core.v1.EndpointSubset',
  'Addresses that serve the same ports: each address with each port is an endpoint.',
  {
    addresses: list(1, EndpointAddress, 'Addresses that can be sent to.', { listType: 'atomic' }),
    notReadyAddresses: list(2, EndpointAddress, 'Addresses that should not be sent to, since their pods are not ready.', {
      listType: 'atomic',
    }),
    ports: list(3, EndpointPort, 'Ports that each of the addresses serves.', { listType: 'atomic' }),
  },
);

export interface EndpointSubset extends Infer<typeof EndpointSubset> {}

export interface Endpoints extends KubeObject {
  subsets?: EndpointSubset[];
}

export const Endpoints: Kind<Endpoints> = defineKind({
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  lifecycle: { deprecated: '1.33', replacement: 'discovery.k8s.io/v1 EndpointSlice' },
  plural: 'endpoints',
  shortNames: ['ep'],
  scope: 'Namespaced',
  schema: 'io.k8s.api.core.v1.Endpoints',
  description: 'Addresses behind a service, all in one object. Superseded by EndpointSlice, which holds more of them.',
  fields: {
    subsets: list(2, EndpointSubset, 'Groups of addresses with the same ports.', { listType: 'atomic' }),
  },
  createsOnUpdate: true,
  defaults({ subsets }) {
    for (const { ports } of subsets ?? []) for (const port of ports ?? []) port.protocol ||= 'TCP';
  },
  ruleOrder: { update: ['metadataChange', 'metadata', 'object'] },
  validate: validateEndpoints,
  warnings: endpointsWarnings,
  columns: [{ name: 'Endpoints', description: 'Addresses and ports.', value: endpointsText }],
});
