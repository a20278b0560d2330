import { emptyStatus } from '../../empty-status.ts';
import { isSame } from '../../same.ts';
import type { Service } from './index.ts';
import { ServiceSpec, ServiceStatus } from './schema.ts';
import { isExternallyAccessible, needsClusterIP, needsHealthCheck, needsNodePorts } from './traffic.ts';

/** Clients that know only one address mean it in the list as well. */
export function prepareNewService(service: Service): void {
  const { spec } = service;
  service.status = emptyStatus(ServiceStatus);
  if (spec.clusterIP && !spec.clusterIPs) spec.clusterIPs = [spec.clusterIP];
}

/** What was allocated stays when the client left it out, and goes when the new type has no use for it. */
export function prepareServiceUpdate(next: Service, previous: Readonly<Service>): void {
  keepAllocated(next.spec, previous.spec);
  syncClusterIPs(next.spec, previous.spec);
  dropUnused(next.spec, previous.spec);
  if (next.spec.type !== 'LoadBalancer') next.status.loadBalancer = {};
  if (next.spec.type === 'ExternalName') delete next.spec.internalTrafficPolicy;
}

function keepAllocated(next: ServiceSpec, previous: Readonly<ServiceSpec>): void {
  if (needsClusterIP(previous) && needsClusterIP(next)) {
    if (!next.clusterIP && previous.clusterIP) next.clusterIP = previous.clusterIP;
    for (const name of ['clusterIPs', 'ipFamilies'] as const) if (!next[name] && previous[name]) next[name] = [...previous[name]];
    if (!next.ipFamilyPolicy && previous.ipFamilyPolicy) next.ipFamilyPolicy = previous.ipFamilyPolicy;
  }
  if (needsNodePorts(previous) && needsNodePorts(next)) keepNodePorts(next, previous);
  if (needsHealthCheck(previous) && needsHealthCheck(next) && previous.healthCheckNodePort) {
    next.healthCheckNodePort ||= previous.healthCheckNodePort;
  }
}

/** Ports are recognised by their names. One that has moved to another port is not given twice. */
function keepNodePorts(next: ServiceSpec, previous: Readonly<ServiceSpec>): void {
  const before = new Map(previous.ports?.map(({ name = '', nodePort = 0 }) => [name, nodePort]));
  const used = new Set(next.ports?.map(({ nodePort = 0 }) => nodePort).filter((port) => port !== 0));
  for (const port of next.ports ?? []) {
    const nodePort = before.get(port.name ?? '');
    if (!port.nodePort && nodePort && !used.has(nodePort)) port.nodePort = nodePort;
  }
}

function syncClusterIPs(next: ServiceSpec, previous: Readonly<ServiceSpec>): void {
  if (next.clusterIP === previous.clusterIP) {
    if (previous.clusterIPs && !next.clusterIPs && needsClusterIP(next)) next.clusterIPs = [...previous.clusterIPs];
    return;
  }
  if (!isSameField('clusterIPs', next, previous)) return;
  if (next.clusterIP) next.clusterIPs = [next.clusterIP];
  else delete next.clusterIPs;
}

function dropUnused(next: ServiceSpec, previous: Readonly<ServiceSpec>): void {
  const same = (name: keyof ServiceSpec) => isSameField(name, next, previous);
  if (needsClusterIP(previous) && !needsClusterIP(next)) {
    if (same('clusterIP') && same('clusterIPs')) {
      delete next.clusterIP;
      delete next.clusterIPs;
    }
    if (same('ipFamilies')) delete next.ipFamilies;
    if (same('ipFamilyPolicy')) delete next.ipFamilyPolicy;
  }
  if (needsNodePorts(previous) && !needsNodePorts(next)) {
    const before = new Set(previous.ports?.map(({ nodePort }) => nodePort));
    const noneIsNew = (next.ports ?? []).every(({ nodePort }) => !nodePort || before.has(nodePort));
    if (noneIsNew) for (const port of next.ports ?? []) delete port.nodePort;
  }
  if (needsHealthCheck(previous) && !needsHealthCheck(next) && same('healthCheckNodePort')) delete next.healthCheckNodePort;
  if (previous.type === 'LoadBalancer' && next.type !== 'LoadBalancer') {
    if (same('allocateLoadBalancerNodePorts')) delete next.allocateLoadBalancerNodePorts;
    if (same('loadBalancerClass')) delete next.loadBalancerClass;
  }
  if (isExternallyAccessible(previous) && !isExternallyAccessible(next) && same('externalTrafficPolicy')) delete next.externalTrafficPolicy;
}

const isSameField = (name: keyof ServiceSpec, next: ServiceSpec, previous: Readonly<ServiceSpec>): boolean => {
  const field = ServiceSpec.fields[name];
  return isSame(field.schema, next[name], previous[name]);
};
