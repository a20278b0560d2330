import { defineType, always, int32, list, object, oneOf, required, string, type Infer, embed } from '../../../model/schema.ts';
import { TypedLocalObjectReference } from '../../core/reference.ts';

export const ServiceBackendPort = defineType(
  'io.k8s.api.networking.v1.ServiceBackendPort',
  'A port of a service, by name or by number.',
  {
    name: string(1, "Name of the service's port. Either this or number."),
    number: int32(2, "Number of the service's port."),
  },
  { mapType: 'atomic' },
);

export interface ServiceBackendPort extends Infer<typeof ServiceBackendPort> {}

export const IngressServiceBackend = defineType(
  'io.k8s.api.networking.v1.IngressServiceBackend',
  'One port of a service of the same namespace.',
  {
    name: required(string(1, 'Service in the same namespace.')),
    port: always(object(2, ServiceBackendPort, 'Which port of the service.')),
  },
);

export interface IngressServiceBackend extends Infer<typeof IngressServiceBackend> {}

export const IngressBackend = defineType(
  'io.k8s.api.networking.v1.IngressBackend',
  'What requests are passed to: a service or some other object.',
  {
    service: object(4, IngressServiceBackend, 'Service to pass requests to.'),
    resource: object(3, TypedLocalObjectReference, 'Object to pass requests to, if the controller knows how. Either this or service.'),
  },
);

export interface IngressBackend extends Infer<typeof IngressBackend> {}

export const HTTPIngressPath = defineType('io.k8s.api.networking.v1.HTTPIngressPath', 'Where requests for a path go.', {
  path: string(1, 'Path that requests must have, beginning with /.'),
  pathType: required(
    oneOf(
      3,
      ['Exact', 'ImplementationSpecific', 'Prefix'],
      'How the path is compared: Exact, Prefix by whole parts between slashes, or ImplementationSpecific as the controller likes.',
    ),
  ),
  backend: required(object(2, IngressBackend, 'Where requests for the path go.')),
});

export interface HTTPIngressPath extends Infer<typeof HTTPIngressPath> {}

export const HTTPIngressRuleValue = defineType('io.k8s.api.networking.v1.HTTPIngressRuleValue', 'Paths of one host, with their backends.', {
  paths: required(
    list(1, HTTPIngressPath, 'Paths and their backends. An exact match wins, then the longest prefix.', { listType: 'atomic' }),
  ),
});

export interface HTTPIngressRuleValue extends Infer<typeof HTTPIngressRuleValue> {}

export const IngressRuleValue = defineType('io.k8s.api.networking.v1.IngressRuleValue', 'Where requests for a host go.', {
  http: object(1, HTTPIngressRuleValue, 'Where requests go, by path.'),
});

export interface IngressRuleValue extends Infer<typeof IngressRuleValue> {}

export const IngressRule = defineType('io.k8s.api.networking.v1.IngressRule', 'Where requests for a host go.', {
  host: string(
    1,
    'Host that requests must be for, such as shop.example.com or *.example.com, which stands for one part. Any unless given.',
  ),
  ...embed(2, IngressRuleValue),
});

export interface IngressRule extends Infer<typeof IngressRule> {}

export const IngressTLS = defineType('io.k8s.api.networking.v1.IngressTLS', 'A certificate for some hosts.', {
  hosts: list(1, 'string', 'Hosts that the certificate is for. They must be in it.', { listType: 'atomic' }),
  secretName: string(2, "Secret of type kubernetes.io/tls with certificate and key. The controller's own unless given."),
});

export interface IngressTLS extends Infer<typeof IngressTLS> {}

export const IngressSpec = defineType('io.k8s.api.networking.v1.IngressSpec', 'The state that is wanted.', {
  ingressClassName: string(
    4,
    'IngressClass, and so the controller that does the work. The default class unless given; nothing happens without either.',
  ),
  defaultBackend: object(1, IngressBackend, 'Where requests go that no rule matches.'),
  tls: list(2, IngressTLS, 'Certificates for HTTPS on port 443, chosen by host name.', { listType: 'atomic' }),
  rules: list(3, IngressRule, 'Rules by host and path. Everything goes to defaultBackend without any.', { listType: 'atomic' }),
});

export interface IngressSpec extends Infer<typeof IngressSpec> {}

export const IngressPortStatus = defineType('io.k8s.api.networking.v1.IngressPortStatus', 'State of one port of a load balancer.', {
  port: required(int32(1, 'Port that this is about.')),
  protocol: required(oneOf(2, ['SCTP', 'TCP', 'UDP'], 'Protocol of the port.')),
  error: string(3, 'What is wrong with the port, in one word; absent if nothing is.'),
});

export interface IngressPortStatus extends Infer<typeof IngressPortStatus> {}

export const IngressLoadBalancerIngress = defineType(
  'io.k8s.api.networking.v1.IngressLoadBalancerIngress',
  'An address or name that a load balancer listens on.',
  {
    ip: string(1, 'Address of the load balancer, for those that have one.'),
    hostname: string(2, 'DNS name of the load balancer, for those that have one.'),
    ports: list(4, IngressPortStatus, 'State of each port.', { listType: 'atomic' }),
  },
);

export interface IngressLoadBalancerIngress extends Infer<typeof IngressLoadBalancerIngress> {}

export const IngressLoadBalancerStatus = defineType(
  'io.k8s.api.networking.v1.IngressLoadBalancerStatus',
  'Where a load balancer can be reached.',
  {
    ingress: list(1, IngressLoadBalancerIngress, 'Addresses and names of the load balancer. Empty until there is one.', {
      listType: 'atomic',
    }),
  },
);

export interface IngressLoadBalancerStatus extends Infer<typeof IngressLoadBalancerStatus> {}

export const IngressStatus = defineType('io.k8s.api.networking.v1.IngressStatus', 'The state that was found last.', {
  loadBalancer: always(object(1, IngressLoadBalancerStatus, 'What its load balancer listens on.')),
});

export interface IngressStatus extends Infer<typeof IngressStatus> {}
