import { defineType, always, int32, list, object, oneOf, required, string, type Infer, embed } from '../../../model/schema.ts';
import { TypedLocalObjectReference } from '../../core/reference.ts';

export const ServiceBackendPort = defineType(
  'io.k8s.api.networking.v1.ServiceBackendPort',
  {
    name: string(1),
    number: int32(2),
  },
  { mapType: 'atomic' },
);

export interface ServiceBackendPort extends Infer<typeof ServiceBackendPort> {}

export const IngressServiceBackend = defineType('io.k8s.api.networking.v1.IngressServiceBackend', {
  name: required(string(1)),
  port: always(object(2, ServiceBackendPort)),
});

export interface IngressServiceBackend extends Infer<typeof IngressServiceBackend> {}

export const IngressBackend = defineType('io.k8s.api.networking.v1.IngressBackend', {
  resource: object(3, TypedLocalObjectReference),
  service: object(4, IngressServiceBackend),
});

export interface IngressBackend extends Infer<typeof IngressBackend> {}

export const HTTPIngressPath = defineType('io.k8s.api.networking.v1.HTTPIngressPath', {
  path: string(1),
  backend: required(object(2, IngressBackend)),
  pathType: required(oneOf(3, ['Exact', 'ImplementationSpecific', 'Prefix'])),
});

export interface HTTPIngressPath extends Infer<typeof HTTPIngressPath> {}

export const HTTPIngressRuleValue = defineType('io.k8s.api.networking.v1.HTTPIngressRuleValue', {
  paths: required(list(1, HTTPIngressPath, { listType: 'atomic' })),
});

export interface HTTPIngressRuleValue extends Infer<typeof HTTPIngressRuleValue> {}

export const IngressRuleValue = defineType('io.k8s.api.networking.v1.IngressRuleValue', {
  http: object(1, HTTPIngressRuleValue),
});

export interface IngressRuleValue extends Infer<typeof IngressRuleValue> {}

export const IngressRule = defineType('io.k8s.api.networking.v1.IngressRule', {
  host: string(1),
  ...embed(2, IngressRuleValue),
});

export interface IngressRule extends Infer<typeof IngressRule> {}

export const IngressTLS = defineType('io.k8s.api.networking.v1.IngressTLS', {
  hosts: list(1, 'string', { listType: 'atomic' }),
  secretName: string(2),
});

export interface IngressTLS extends Infer<typeof IngressTLS> {}

export const IngressSpec = defineType('io.k8s.api.networking.v1.IngressSpec', {
  defaultBackend: object(1, IngressBackend),
  tls: list(2, IngressTLS, { listType: 'atomic' }),
  rules: list(3, IngressRule, { listType: 'atomic' }),
  ingressClassName: string(4),
});

export interface IngressSpec extends Infer<typeof IngressSpec> {}

export const IngressPortStatus = defineType('io.k8s.api.networking.v1.IngressPortStatus', {
  port: required(int32(1)),
  protocol: required(oneOf(2, ['SCTP', 'TCP', 'UDP'])),
  error: string(3),
});

export interface IngressPortStatus extends Infer<typeof IngressPortStatus> {}

export const IngressLoadBalancerIngress = defineType('io.k8s.api.networking.v1.IngressLoadBalancerIngress', {
  ip: string(1),
  hostname: string(2),
  ports: list(4, IngressPortStatus, { listType: 'atomic' }),
});

export interface IngressLoadBalancerIngress extends Infer<typeof IngressLoadBalancerIngress> {}

export const IngressLoadBalancerStatus = defineType('io.k8s.api.networking.v1.IngressLoadBalancerStatus', {
  ingress: list(1, IngressLoadBalancerIngress, { listType: 'atomic' }),
});

export interface IngressLoadBalancerStatus extends Infer<typeof IngressLoadBalancerStatus> {}

export const IngressStatus = defineType('io.k8s.api.networking.v1.IngressStatus', {
  loadBalancer: always(object(1, IngressLoadBalancerStatus)),
});

export interface IngressStatus extends Infer<typeof IngressStatus> {}
