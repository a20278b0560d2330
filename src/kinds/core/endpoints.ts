import { endpointsText } from './endpoints-text.ts';
import { endpointsWarnings, validateEndpoints } from './endpoints-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, int32, list, object, oneOf, required, string, type Infer } from '../../model/schema.ts';
import { ObjectReference } from './reference.ts';

export const EndpointAddress = defineType(
  'io.k8s.api.core.v1.EndpointAddress',
  {
    ip: required(string(1)),
    targetRef: object(2, ObjectReference),
    hostname: string(3),
    nodeName: string(4),
  },
  { mapType: 'atomic' },
);

export interface EndpointAddress extends Infer<typeof EndpointAddress> {}

export const EndpointPort = defineType(
  'io.k8s.api.core.v1.EndpointPort',
  {
    name: string(1),
    port: required(int32(2)),
    protocol: oneOf(3, ['SCTP', 'TCP', 'UDP']),
    appProtocol: string(4),
  },
  { mapType: 'atomic' },
);

export interface EndpointPort extends Infer<typeof EndpointPort> {}

export const EndpointSubset = defineType('io.k8s.api.core.v1.EndpointSubset', {
  addresses: list(1, EndpointAddress, { listType: 'atomic' }),
  notReadyAddresses: list(2, EndpointAddress, { listType: 'atomic' }),
  ports: list(3, EndpointPort, { listType: 'atomic' }),
});

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
  fields: {
    subsets: list(2, EndpointSubset, { listType: 'atomic' }),
  },
  createsOnUpdate: true,
  defaults({ subsets }) {
    for (const { ports } of subsets ?? []) for (const port of ports ?? []) port.protocol ||= 'TCP';
  },
  validate: validateEndpoints,
  warnings: endpointsWarnings,
  columns: [{ name: 'Endpoints', description: 'Addresses and ports.', value: endpointsText }],
});
