import type { Field, FieldErrors } from '../../../../model/field.ts';
import { validateLabels } from '../../../../model/label-validation.ts';
import {
  protocols,
  validateChoice,
  validateDnsLabel,
  validateDnsSubdomain,
  validatePort,
  validatePortNumber,
  validateQualifiedName,
} from '../../../field-checks.ts';
import { goForm } from '../../../go-form.ts';
import { validateCidr, validateIp } from '../../../ip-validation.ts';
import { validateEndpointIp } from '../../endpoint-ip.ts';
import type { Service } from '../index.ts';
import { ServicePort, type ServiceSpec } from '../schema.ts';
import { isHeadless } from '../traffic.ts';
import { validateClusterIPs } from './cluster-ips.ts';
import { validateAffinity, validateExternalTraffic, validateLoadBalancer, validateTraffic } from './traffic.ts';

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const topologyHints = 'service.kubernetes.io/topology-aware-hints';
const topologyMode = 'service.kubernetes.io/topology-mode';
const sourceRanges = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** Addresses and ranges that were there before are left alone. */
export function* validateService(service: Readonly<Service>, field: Field, previous?: Readonly<Service>): FieldErrors {
  const { metadata, spec } = service;
  const at = field.at('spec');
  const { [topologyHints]: hints, [topologyMode]: mode } = metadata.annotations ?? {};
  if (hints !== undefined && mode !== undefined && mode !== hints) {
    const detail = `must match annotations[${topologyHints}] when both are specified`;
    yield field.at('metadata', 'annotations').key(topologyMode).invalid(mode, detail);
  }
  yield* validateType(spec, at);
  yield* validatePorts(spec, at.at('ports'));
  if (spec.selector) yield* validateLabels(spec.selector, at.at('selector'));
  yield* validateAffinity(spec, at);
  yield* validateClusterIPs(spec, at, previous?.spec.clusterIPs);
  for (const [index, address] of spec.externalIPs?.entries() ?? []) {
    const problems = [...validateIp(address, at.at('externalIPs', index), previous?.spec.externalIPs)];
    yield* problems.length > 0 ? problems : validateEndpointIp(address, at.at('externalIPs', index));
  }
  yield* validateChoice(spec.type, types, at.at('type'));
  yield* validateNodePorts(spec, at.at('ports'));
  yield* validateSourceRanges(service, field, previous);
  yield* validateLoadBalancer(spec, at);
  yield* validateExternalTraffic(spec, at);
  yield* validateTraffic(spec, at);
}

function* validateType(spec: ServiceSpec, field: Field): FieldErrors {
  if (!spec.ports && !isHeadless(spec) && spec.type !== 'ExternalName') yield field.at('ports').required();
  if (isHeadless(spec) && (spec.type === 'LoadBalancer' || spec.type === 'NodePort')) {
    yield field.at('clusterIPs', 0).invalid('None', `may not be set to 'None' for ${spec.type} services`);
  }
  if (spec.type !== 'ExternalName') return;
  for (const name of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const) {
    if (spec[name]) yield field.at(name).forbidden('may not be set for ExternalName services');
  }
  const target = (spec.externalName ?? '').replace(/\.$/, '');
  if (target) yield* validateDnsSubdomain(target, field.at('externalName'));
  else yield field.at('externalName').required();
}

function* validatePorts({ ports = [] }: ServiceSpec, field: Field): FieldErrors {
  const names = new Set<string>();
  for (const [index, { name, port, protocol, targetPort = '', appProtocol }] of ports.entries()) {
    const at = field.at(index);
    if (name) {
      yield* validateDnsLabel(name, at.at('name'));
      if (names.has(name)) yield at.at('name').duplicate(name);
      names.add(name);
    } else if (ports.length > 1) {
      yield at.at('name').required();
    }
    yield* validatePortNumber(port, at.at('port'));
    yield* validateChoice(protocol, protocols, at.at('protocol'));
    yield* validatePort(targetPort, at.at('targetPort'));
    if (appProtocol !== undefined) yield* validateQualifiedName(appProtocol, at.at('appProtocol'));
  }
}

function* validateNodePorts({ type, ports = [] }: ServiceSpec, field: Field): FieldErrors {
  if (type === 'ClusterIP') {
    for (const [index, { nodePort }] of ports.entries()) {
      if (nodePort) yield field.at(index, 'nodePort').forbidden("may not be used when `type` is 'ClusterIP'");
    }
  }
  const nodePorts = new Set<string>();
  for (const [index, { protocol, nodePort }] of ports.entries()) {
    if (!nodePort) continue;
    const key = `${protocol}/${nodePort}`;
    if (nodePorts.has(key)) yield field.at(index, 'nodePort').duplicate(nodePort);
    nodePorts.add(key);
  }
  const own = new Set<string>();
  for (const [index, { protocol = 'TCP', port }] of ports.entries()) {
    const key = `${protocol}/${port}`;
    if (own.has(key)) yield field.at(index).duplicate({ ...(goForm(ServicePort, { protocol, port }) as object), TargetPort: 0 });
    own.add(key);
  }
}

function* validateSourceRanges({ metadata, spec }: Readonly<Service>, field: Field, previous?: Readonly<Service>): FieldErrors {
  const onlyForLoadBalancers = "may only be used when `type` is 'LoadBalancer'";
  const annotation = metadata.annotations?.[sourceRanges];
  if (spec.loadBalancerSourceRanges) {
    const existing = previous?.spec.loadBalancerSourceRanges?.map((range) => range.trim());
    const at = field.at('spec', 'LoadBalancerSourceRanges');
    if (spec.type !== 'LoadBalancer') yield at.forbidden(onlyForLoadBalancers);
    for (const [index, range] of spec.loadBalancerSourceRanges.entries()) yield* validateCidr(range.trim(), at.at(index), existing);
  } else if (annotation !== undefined) {
    const at = field.at('metadata', 'annotations').key(sourceRanges);
    if (spec.type !== 'LoadBalancer') yield at.forbidden(onlyForLoadBalancers);
    if (!annotation.trim() || annotation === previous?.metadata.annotations?.[sourceRanges]) return;
    for (const range of annotation.trim().split(',')) yield* validateCidr(range.trim(), at);
  }
}
