import { Condition } from '../../../model/meta.ts';
import {
  defineType,
  always,
  boolean,
  int32,
  intOrString,
  list,
  map,
  object,
  oneOf,
  required,
  string,
  type Infer,
} from '../../../model/schema.ts';

export const ServicePort = defineType('io.k8s.api.core.v1.ServicePort', 'A port that a service has.', {
  name: string(1, 'Name of the port, such as http. Must be given if there are several; Ingresses can use it.'),
  protocol: oneOf(2, ['SCTP', 'TCP', 'UDP'], 'Protocol that is spoken: TCP unless given.', { default: 'TCP' }),
  appProtocol: string(6, 'Protocol above it, such as http, for load balancers and meshes.'),
  port: required(int32(3, "Number of the port at the service's address.")),
  targetPort: always(intOrString(4, 'Port of the pods, by number or by the name it has there; the same number as `port` unless given.')),
  nodePort: int32(5, 'Port on every node that leads here, for types NodePort and LoadBalancer: from 30000 to 32767, picked unless given.'),
});

export interface ServicePort extends Infer<typeof ServicePort> {}

export const ClientIPConfig = defineType('io.k8s.api.core.v1.ClientIPConfig', 'How clients are kept with their pods.', {
  timeoutSeconds: int32(1, 'Seconds after its last packet until a client may be sent elsewhere: 10800 (3 hours) unless given.'),
});

export interface ClientIPConfig extends Infer<typeof ClientIPConfig> {}

export const SessionAffinityConfig = defineType('io.k8s.api.core.v1.SessionAffinityConfig', 'How long clients stay with their pod.', {
  clientIP: object(1, ClientIPConfig, 'Details of affinity by address.'),
});

export interface SessionAffinityConfig extends Infer<typeof SessionAffinityConfig> {}

export const ServiceSpec = defineType('io.k8s.api.core.v1.ServiceSpec', 'The state that is wanted.', {
  ports: list(1, ServicePort, 'Ports of the service. Headless ones may have none.', {
    listType: 'map',
    listMapKeys: ['port', 'protocol'],
    patchStrategy: 'merge',
    patchMergeKey: 'port',
  }),
  selector: map(2, 'string', 'Labels of the pods that the service leads to. Without it somebody else must write its EndpointSlices.', {
    mapType: 'atomic',
  }),
  clusterIP: string(
    3,
    "Address of the service inside the cluster, picked unless given. None makes it headless: DNS gives the pods' addresses themselves.",
  ),
  clusterIPs: list(18, 'string', 'All addresses of the service inside the cluster, the first being clusterIP. At most one per family.', {
    listType: 'atomic',
  }),
  type: oneOf(
    4,
    ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'],
    'ClusterIP (the default) is reached inside the cluster, NodePort also on every node, LoadBalancer also from outside; ExternalName is a DNS alias.',
  ),
  externalIPs: list(5, 'string', 'Further addresses that lead here. Routing traffic for them to nodes is up to you.', {
    listType: 'atomic',
  }),
  sessionAffinity: oneOf(7, ['ClientIP', 'None'], 'ClientIP sends a client to the same pod each time, None (the default) to any.'),
  loadBalancerIP: string(8, 'Deprecated: address that the load balancer should have. Use what its provider documents.'),
  loadBalancerSourceRanges: list(
    9,
    'string',
    'Addresses (CIDRs) that may use the load balancer; all unless given, where the provider supports it.',
    { listType: 'atomic' },
  ),
  externalName: string(10, 'DNS name that an ExternalName service stands for.'),
  externalTrafficPolicy: oneOf(
    11,
    ['Cluster', 'Local'],
    "Cluster (the default) spreads traffic from outside over all nodes; Local keeps it on the node it came to, and the client's address with it.",
  ),
  healthCheckNodePort: int32(
    12,
    'Port on which nodes tell load balancers whether they have pods of the service. Only with externalTrafficPolicy Local.',
  ),
  publishNotReadyAddresses: boolean(13, 'Whether pods count before they are ready. For finding peers that start together.'),
  sessionAffinityConfig: object(14, SessionAffinityConfig, 'Details of session affinity.'),
  ipFamilies: list(19, 'string', 'Families of the addresses, IPv4 or IPv6, the first being that of clusterIP.', {
    listType: 'atomic',
    itemEnum: ['', 'IPv4', 'IPv6'],
  }),
  ipFamilyPolicy: oneOf(
    17,
    ['PreferDualStack', 'RequireDualStack', 'SingleStack'],
    'SingleStack (the default) has one address, PreferDualStack one per family where the cluster has both, RequireDualStack always both.',
  ),
  allocateLoadBalancerNodePorts: boolean(
    20,
    'Whether a LoadBalancer service has ports on nodes: true unless given. Some providers need none.',
  ),
  loadBalancerClass: string(21, "Who is to provide the load balancer; the cloud's own unless given. It cannot be changed."),
  internalTrafficPolicy: oneOf(
    22,
    ['Cluster', 'Local'],
    'Cluster (the default) spreads traffic of pods over all endpoints; Local goes only to those on the same node, or nowhere.',
  ),
  trafficDistribution: string(
    23,
    'Which endpoints are preferred: PreferSameZone, PreferSameNode; PreferClose is an older name of the first. All alike unless given.',
  ),
});

export interface ServiceSpec extends Infer<typeof ServiceSpec> {}

export const PortStatus = defineType('io.k8s.api.core.v1.PortStatus', 'State of one port of a load balancer.', {
  port: required(int32(1, 'Port of the service that this is about.')),
  protocol: required(oneOf(2, ['SCTP', 'TCP', 'UDP'], 'Protocol of the port.')),
  error: string(3, 'What is wrong with the port, in one word; absent if nothing is.'),
});

export interface PortStatus extends Infer<typeof PortStatus> {}

export const LoadBalancerIngress = defineType(
  'io.k8s.api.core.v1.LoadBalancerIngress',
  'An address or name that a load balancer listens on.',
  {
    ip: string(1, 'Address of the load balancer, for those that have one.'),
    hostname: string(2, 'DNS name of the load balancer, for those that have one.'),
    ipMode: string(3, 'VIP delivers packets with this address as destination, Proxy with that of the node or pod.'),
    ports: list(4, PortStatus, 'State of each port.', { listType: 'atomic' }),
  },
);

export interface LoadBalancerIngress extends Infer<typeof LoadBalancerIngress> {}

export const LoadBalancerStatus = defineType('io.k8s.api.core.v1.LoadBalancerStatus', 'Where a load balancer can be reached.', {
  ingress: list(1, LoadBalancerIngress, 'Addresses and names of the load balancer. Empty until there is one.', { listType: 'atomic' }),
});

export interface LoadBalancerStatus extends Infer<typeof LoadBalancerStatus> {}

export const ServiceStatus = defineType('io.k8s.api.core.v1.ServiceStatus', "What became of a service's load balancer.", {
  loadBalancer: always(object(1, LoadBalancerStatus, 'What the load balancer listens on; empty for other types.')),
  conditions: list(2, Condition, "Aspects of the service's state.", {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
});

export interface ServiceStatus extends Infer<typeof ServiceStatus> {}
