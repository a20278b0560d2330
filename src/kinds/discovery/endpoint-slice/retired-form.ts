import type { KubeObject } from '../../../model/kind.ts';
import { ObjectMeta } from '../../../model/meta.ts';
import { defineType, list, map, object, string, type Infer } from '../../../model/schema.ts';
import { Endpoint, EndpointHints, EndpointPort } from './schema.ts';

const old = 'io.k8s.api.discovery.v1beta1';

const { deprecatedTopology: _topology, zone: _zone, hints: _hints, ...unchanged } = Endpoint.fields;

const OldEndpoint = defineType(`${old}.Endpoint`, 'A backend of a service.', {
  ...unchanged,
  topology: map(5, 'string', 'Labels of the node.'),
  hints: object(7, EndpointHints, 'Who should use the endpoint.'),
});

interface OldEndpoint extends Infer<typeof OldEndpoint> {}

/** As an EndpointSlice looked in `discovery.k8s.io/v1beta1`, in which it may still be stored. */
export const RetiredEndpointSlice = defineType(`${old}.EndpointSlice`, 'Some of the endpoints behind a service.', {
  metadata: object(1, ObjectMeta, 'Metadata of the object.'),
  endpoints: list(2, OldEndpoint, 'The endpoints.'),
  ports: list(3, EndpointPort, 'Ports that each of the endpoints serves.'),
  addressType: string(4, 'What all addresses are.'),
});

interface RetiredEndpointSlice extends Infer<typeof RetiredEndpointSlice> {}

const zoneLabel = 'topology.kubernetes.io/zone';
const hostnameLabel = 'kubernetes.io/hostname';

/** The same as an EndpointSlice of today. */
export function fromRetiredEndpointSlice(retired: KubeObject): KubeObject {
  // What was stored in that form has it.
  const { endpoints, ports, ...rest } = retired as KubeObject & RetiredEndpointSlice;
  const today = { ...rest, endpoints: endpoints?.map(fromOldEndpoint) ?? null, ports: ports ?? null };
  return today;
}

/** The zone has a field now, and the name of the host says nothing where it is the node's. */
function fromOldEndpoint({ topology = {}, ...endpoint }: OldEndpoint): Endpoint {
  const { [zoneLabel]: zone, [hostnameLabel]: host, ...labels } = topology;
  const deprecatedTopology = host === undefined || host === endpoint.nodeName ? labels : { ...labels, [hostnameLabel]: host };
  return {
    ...endpoint,
    ...(Object.keys(deprecatedTopology).length > 0 && { deprecatedTopology }),
    ...(zone !== undefined && { zone }),
  };
}
