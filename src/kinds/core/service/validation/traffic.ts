import type { Field, FieldErrors } from '../../../../model/field.ts';
import { validateChoice, validateOneOf, validatePortNumber, validateQualifiedName } from '../../../field-checks.ts';
import type { ServiceSpec } from '../schema.ts';
import { isExternallyAccessible, needsHealthCheck } from '../traffic.ts';

const affinities = ['ClientIP', 'None'];
const policies = ['Cluster', 'Local'];
const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const maxAffinitySeconds = 86_400;

export function* validateAffinity({ sessionAffinity, sessionAffinityConfig: config }: ServiceSpec, field: Field): FieldErrors {
  yield* validateChoice(sessionAffinity, affinities, field.at('sessionAffinity'));
  const at = field.at('sessionAffinityConfig');
  if (sessionAffinity === 'None' && config) yield at.forbidden('must not be set when session affinity is None');
  if (sessionAffinity !== 'ClientIP') return;
  const needed = 'when session affinity type is ClientIP';
  const seconds = config?.clientIP?.timeoutSeconds;
  if (!config) yield at.required(needed);
  else if (!config.clientIP) yield at.at('clientIP').required(needed);
  else if (seconds === undefined) yield at.at('clientIP', 'timeoutSeconds').required(needed);
  else if (seconds <= 0 || seconds > maxAffinitySeconds) {
    yield at.at('clientIP', 'timeoutSeconds').invalid(seconds, `must be greater than 0 and less than ${maxAffinitySeconds}`);
  }
}

export function* validateLoadBalancer({ type, allocateLoadBalancerNodePorts, loadBalancerClass }: ServiceSpec, field: Field): FieldErrors {
  const detail = "may only be used when `type` is 'LoadBalancer'";
  if (type === 'LoadBalancer') {
    if (loadBalancerClass !== undefined) yield* validateQualifiedName(loadBalancerClass, field.at('loadBalancerClass'));
    return;
  }
  if (allocateLoadBalancerNodePorts !== undefined) yield field.at('allocateLoadBalancerNodePorts').forbidden(detail);
  if (loadBalancerClass !== undefined) yield field.at('loadBalancerClass').forbidden(detail);
}

/** A health check port that is missing is not a problem: the server gives one. */
export function* validateExternalTraffic(spec: ServiceSpec, field: Field): FieldErrors {
  const { externalTrafficPolicy: policy, healthCheckNodePort } = spec;
  if (isExternallyAccessible(spec)) yield* validateChoice(policy, policies, field.at('externalTrafficPolicy'));
  else if (policy) yield field.at('externalTrafficPolicy').invalid(policy, 'may only be set for externally-accessible services');
  if (!healthCheckNodePort) return;
  const at = field.at('healthCheckNodePort');
  if (needsHealthCheck(spec)) yield* validatePortNumber(healthCheckNodePort, at);
  else yield at.invalid(healthCheckNodePort, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
}

export function* validateTraffic({ type, internalTrafficPolicy, trafficDistribution }: ServiceSpec, field: Field): FieldErrors {
  if (internalTrafficPolicy === undefined && type !== 'ExternalName') yield field.at('internalTrafficPolicy').required();
  yield* validateOneOf(internalTrafficPolicy, policies, field.at('internalTrafficPolicy'));
  yield* validateOneOf(trafficDistribution, distributions, field.at('trafficDistribution'));
}
