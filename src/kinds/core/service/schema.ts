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

export const ServicePort = defineType('io.k8s.api.core.v1.ServicePort', {
  name: string(1),
  protocol: oneOf(2, ['SCTP', 'TCP', 'UDP'], { default: 'TCP' }),
  port: required(int32(3)),
  targetPort: always(intOrString(4)),
  nodePort: int32(5),
  appProtocol: string(6),
});

export interface ServicePort extends Infer<typeof ServicePort> {}

export const ClientIPConfig = defineType('io.k8s.api.core.v1.ClientIPConfig', {
  timeoutSeconds: int32(1),
});

export interface ClientIPConfig extends Infer<typeof ClientIPConfig> {}

export const SessionAffinityConfig = defineType('io.k8s.api.core.v1.SessionAffinityConfig', {
  clientIP: object(1, ClientIPConfig),
});

export interface SessionAffinityConfig extends Infer<typeof SessionAffinityConfig> {}

export const ServiceSpec = defineType('io.k8s.api.core.v1.ServiceSpec', {
  ports: list(1, ServicePort, { listType: 'map', listMapKeys: ['port', 'protocol'], patchStrategy: 'merge', patchMergeKey: 'port' }),
  selector: map(2, 'string', { mapType: 'atomic' }),
  clusterIP: string(3),
  type: oneOf(4, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']),
  externalIPs: list(5, 'string', { listType: 'atomic' }),
  sessionAffinity: oneOf(7, ['ClientIP', 'None']),
  loadBalancerIP: string(8),
  loadBalancerSourceRanges: list(9, 'string', { listType: 'atomic' }),
  externalName: string(10),
  externalTrafficPolicy: oneOf(11, ['Cluster', 'Local']),
  healthCheckNodePort: int32(12),
  publishNotReadyAddresses: boolean(13),
  sessionAffinityConfig: object(14, SessionAffinityConfig),
  ipFamilyPolicy: oneOf(17, ['PreferDualStack', 'RequireDualStack', 'SingleStack']),
  clusterIPs: list(18, 'string', { listType: 'atomic' }),
  ipFamilies: list(19, 'string', { listType: 'atomic' }),
  allocateLoadBalancerNodePorts: boolean(20),
  loadBalancerClass: string(21),
  internalTrafficPolicy: oneOf(22, ['Cluster', 'Local']),
  trafficDistribution: string(23),
});

export interface ServiceSpec extends Infer<typeof ServiceSpec> {}

export const PortStatus = defineType('io.k8s.api.core.v1.PortStatus', {
  port: required(int32(1)),
  protocol: required(oneOf(2, ['SCTP', 'TCP', 'UDP'])),
  error: string(3),
});

export interface PortStatus extends Infer<typeof PortStatus> {}

export const LoadBalancerIngress = defineType('io.k8s.api.core.v1.LoadBalancerIngress', {
  ip: string(1),
  hostname: string(2),
  ipMode: string(3),
  ports: list(4, PortStatus, { listType: 'atomic' }),
});

export interface LoadBalancerIngress extends Infer<typeof LoadBalancerIngress> {}

export const LoadBalancerStatus = defineType('io.k8s.api.core.v1.LoadBalancerStatus', {
  ingress: list(1, LoadBalancerIngress, { listType: 'atomic' }),
});

export interface LoadBalancerStatus extends Infer<typeof LoadBalancerStatus> {}

export const ServiceStatus = defineType('io.k8s.api.core.v1.ServiceStatus', {
  loadBalancer: always(object(1, LoadBalancerStatus)),
  conditions: list(2, Condition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
});

export interface ServiceStatus extends Infer<typeof ServiceStatus> {}
