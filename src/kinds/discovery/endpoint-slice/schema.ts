import { defineType, always, boolean, int32, list, map, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';
import { ObjectReference } from '../../core/reference.ts';

export const EndpointConditions = defineType('io.k8s.api.discovery.v1.EndpointConditions', {
  ready: boolean(1),
  serving: boolean(2),
  terminating: boolean(3),
});

export interface EndpointConditions extends Infer<typeof EndpointConditions> {}

export const ForNode = defineType('io.k8s.api.discovery.v1.ForNode', {
  name: required(string(1)),
});

export interface ForNode extends Infer<typeof ForNode> {}

export const ForZone = defineType('io.k8s.api.discovery.v1.ForZone', {
  name: required(string(1)),
});

export interface ForZone extends Infer<typeof ForZone> {}

export const EndpointHints = defineType('io.k8s.api.discovery.v1.EndpointHints', {
  forZones: list(1, ForZone, { listType: 'atomic' }),
  forNodes: list(2, ForNode, { listType: 'atomic' }),
});

export interface EndpointHints extends Infer<typeof EndpointHints> {}

export const Endpoint = defineType('io.k8s.api.discovery.v1.Endpoint', {
  addresses: required(list(1, 'string', { listType: 'set' })),
  conditions: always(object(2, EndpointConditions)),
  hostname: string(3),
  targetRef: object(4, ObjectReference),
  deprecatedTopology: map(5, 'string'),
  nodeName: string(6),
  zone: string(7),
  hints: object(8, EndpointHints),
});

export interface Endpoint extends Infer<typeof Endpoint> {}

export const EndpointPort = defineType(
  'io.k8s.api.discovery.v1.EndpointPort',
  {
    name: string(1),
    protocol: oneOf(2, ['SCTP', 'TCP', 'UDP']),
    port: int32(3),
    appProtocol: string(4),
  },
  { mapType: 'atomic' },
);

export interface EndpointPort extends Infer<typeof EndpointPort> {}
