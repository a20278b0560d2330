import type { ServiceSpec } from './schema.ts';

type Spec = Readonly<ServiceSpec>;

export const isHeadless = ({ clusterIPs }: Spec): boolean => clusterIPs?.length === 1 && clusterIPs[0] === 'None';

export const needsClusterIP = ({ type }: Spec): boolean => type !== 'ExternalName';

export const needsNodePorts = ({ type }: Spec): boolean => type === 'NodePort' || type === 'LoadBalancer';

/** Whether traffic from outside the cluster can reach it. */
export const isExternallyAccessible = (spec: Spec): boolean =>
  needsNodePorts(spec) || (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0);

/** Load balancers that send traffic only to nodes with an endpoint ask the nodes which they are. */
export const needsHealthCheck = ({ type, externalTrafficPolicy }: Spec): boolean =>
  type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
