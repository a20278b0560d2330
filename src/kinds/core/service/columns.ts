import type { Column } from '../../../model/kind.ts';
import { ageColumn, labelsText } from '../../columns.ts';
import { loadBalancerText } from '../../load-balancer-text.ts';
import type { Service } from './index.ts';

export const serviceColumns: readonly Column<Service>[] = [
  { name: 'Type', description: 'How the service is exposed.', value: ({ spec }) => spec.type ?? '' },
  { name: 'Cluster-IP', description: 'Address inside the cluster.', value: ({ spec }) => spec.clusterIPs?.[0] ?? '<none>' },
  { name: 'External-IP', description: 'Addresses outside the cluster.', value: externalAddresses },
  { name: 'Port(s)', description: 'Ports, and those on the nodes.', value: portsText },
  ageColumn,
  { name: 'Selector', wide: true, description: 'Labels of the pods behind the service.', value: ({ spec }) => labelsText(spec.selector) },
];

function externalAddresses({ spec, status }: Readonly<Service>): string {
  const own = spec.externalIPs ?? [];
  switch (spec.type) {
    case 'ClusterIP':
    case 'NodePort':
      return own.join(',') || '<none>';
    case 'LoadBalancer':
      return [loadBalancerText(status.loadBalancer?.ingress), ...own].filter((text) => text !== '').join(',') || '<pending>';
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return '<unknown>';
  }
}

function portsText({ spec: { ports = [] } }: Readonly<Service>): string {
  const texts = ports.map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? ''}`);
  return texts.join(',') || '<none>';
}
