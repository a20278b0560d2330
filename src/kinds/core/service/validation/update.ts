import type { Field, FieldErrors } from '../../../../model/field.ts';
import { validateDnsSubdomain, validateOneOf } from '../../../field-checks.ts';
import { isIp, validateIp } from '../../../ip-validation.ts';
import type { Service } from '../index.ts';
import { needsHealthCheck } from '../traffic.ts';
import { validateClusterIPsUpdate } from './cluster-ips.ts';
import { validateService } from './service.ts';

export function* validateServiceUpdate(service: Readonly<Service>, before: Readonly<Service>, field: Field): FieldErrors {
  const [next, previous] = [service.spec, before.spec];
  const at = field.at('spec');
  yield* validateClusterIPsUpdate(next, previous, at);
  const { type, loadBalancerClass } = next;
  if (type === 'LoadBalancer' && previous.type === 'LoadBalancer' && loadBalancerClass !== previous.loadBalancerClass) {
    yield at.at('loadBalancerClass').invalid(loadBalancerClass ?? null, 'may not change once set');
  }
  if (needsHealthCheck(previous) && needsHealthCheck(next) && next.healthCheckNodePort !== previous.healthCheckNodePort) {
    yield at.at('healthCheckNodePort').forbidden('field is immutable');
  }
  yield* validateService(service, field, before);
}

const ipModes = ['Proxy', 'VIP'];

export function* validateServiceStatusUpdate({ spec, status }: Readonly<Service>, previous: Readonly<Service>, field: Field): FieldErrors {
  const at = field.at('status', 'loadBalancer', 'ingress');
  const ingress = status.loadBalancer?.ingress ?? [];
  if (spec.type !== 'LoadBalancer' && ingress.length > 0) {
    yield at.forbidden("may only be used when `spec.type` is 'LoadBalancer'");
    return;
  }
  const existing = previous.status.loadBalancer?.ingress?.flatMap(({ ip }) => (ip ? [ip] : []));
  for (const [index, { ip, ipMode, hostname }] of ingress.entries()) {
    if (ip) yield* validateIp(ip, at.at(index, 'ip'), existing);
    if (ip && ipMode === undefined) yield at.at(index, 'ipMode').required('must be specified when `ip` is set');
    else if (!ip && ipMode !== undefined) yield at.at(index, 'ipMode').forbidden('may not be specified when `ip` is not set');
    else yield* validateOneOf(ipMode, ipModes, at.at(index, 'ipMode'));
    if (!hostname) continue;
    yield* validateDnsSubdomain(hostname, at.at(index, 'hostname'));
    if (isIp(hostname)) yield at.at(index, 'hostname').invalid(hostname, 'must be a DNS name, not an IP address');
  }
}
