import type { Service } from '../core/service/index.ts';
import type { Measure } from './measure.ts';

const names: readonly string[] = ['count/services', 'services', 'services.loadbalancers', 'services.nodeports'];

export const serviceMeasure: Measure<Service> = {
  counts: (name) => names.includes(name),
  usage: (service) => ({
    'count/services': '1',
    services: '1',
    'services.loadbalancers': service.spec.type === 'LoadBalancer' ? '1' : '0',
    'services.nodeports': String(nodePortsOf(service)),
  }),
  isInScope: () => false,
};

/** How many it is going to have: they are given only afterwards. */
function nodePortsOf({ spec: { type, ports = [], allocateLoadBalancerNodePorts } }: Readonly<Service>): number {
  if (type === 'NodePort') return ports.length;
  if (type !== 'LoadBalancer') return 0;
  return allocateLoadBalancerNodePorts === false ? ports.filter(({ nodePort }) => nodePort).length : ports.length;
}
