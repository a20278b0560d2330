import { defineType, always, boolean, int32, list, map, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';
import { ObjectReference } from '../../core/reference.ts';

export const EndpointConditions = defineType('io.k8s.api.discovery.v1.EndpointConditions', 'Whether an endpoint can be sent to.', {
  ready: boolean(1, 'Whether it can be sent to: it serves and is not ending. Absent means yes.'),
  serving: boolean(2, 'Whether it answers, even if it is ending. Absent means the same as ready.'),
  terminating: boolean(3, 'Whether it is ending. Absent means no.'),
});

export interface EndpointConditions extends Infer<typeof EndpointConditions> {}

export const ForNode = defineType('io.k8s.api.discovery.v1.ForNode', 'A node that should use an endpoint.', {
  name: required(string(1, 'Name of the node.')),
});

export interface ForNode extends Infer<typeof ForNode> {}

export const ForZone = defineType('io.k8s.api.discovery.v1.ForZone', 'A zone that should use an endpoint.', {
  name: required(string(1, 'Name of the zone.')),
});

export interface ForZone extends Infer<typeof ForZone> {}

export const EndpointHints = defineType('io.k8s.api.discovery.v1.EndpointHints', 'Clients that an endpoint is near to.', {
  forZones: list(1, ForZone, 'Zones whose clients should use it.', { listType: 'atomic' }),
  forNodes: list(2, ForNode, 'Nodes whose clients should use it.', { listType: 'atomic' }),
});

export interface EndpointHints extends Infer<typeof EndpointHints> {}

export const Endpoint = defineType('io.k8s.api.discovery.v1.Endpoint', 'A backend of a service, mostly a pod.', {
  addresses: required(
    list(1, 'string', "Addresses of the endpoint, of the slice's type. All are the same backend; clients use the first.", {
      listType: 'set',
    }),
  ),
  conditions: always(object(2, EndpointConditions, 'What state the endpoint is in.')),
  hostname: string(3, "Name of the endpoint: DNS knows it below the service's name."),
  targetRef: object(4, ObjectReference, 'Object that stands behind the endpoint, mostly a pod.'),
  deprecatedTopology: map(5, 'string', 'Labels of the node, from an older version of the API. Not filled in any more.'),
  nodeName: string(6, 'Node that the endpoint is on.'),
  zone: string(7, 'Zone that the endpoint is in.'),
  hints: object(8, EndpointHints, 'Who should use the endpoint.'),
});

export interface Endpoint extends Infer<typeof Endpoint> {}

export const EndpointPort = defineType(
  'io.k8s.api.discovery.v1.EndpointPort',
  'A port that all endpoints of a slice serve.',
  {
    name: string(1, 'Name of the port; the same as in the service. Unique in the slice.'),
    protocol: oneOf(2, ['SCTP', 'TCP', 'UDP'], 'Protocol that is spoken: TCP unless given.'),
    port: int32(3, 'Number of the port at the endpoints.'),
    appProtocol: string(4, 'Protocol above it, such as http or kubernetes.io/h2c.'),
  },
  { mapType: 'atomic' },
);

export interface EndpointPort extends Infer<typeof EndpointPort> {}
