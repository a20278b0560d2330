import { LabelSelector } from '../../../model/meta.ts';
import { defineType, always, int32, intOrString, list, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';

export const NetworkPolicyPort = defineType('io.k8s.api.networking.v1.NetworkPolicyPort', {
  protocol: oneOf(1, ['SCTP', 'TCP', 'UDP']),
  port: intOrString(2),
  endPort: int32(3),
});

export interface NetworkPolicyPort extends Infer<typeof NetworkPolicyPort> {}

export const IPBlock = defineType('io.k8s.api.networking.v1.IPBlock', {
  cidr: required(string(1)),
  except: list(2, 'string', { listType: 'atomic' }),
});

export interface IPBlock extends Infer<typeof IPBlock> {}

export const NetworkPolicyPeer = defineType('io.k8s.api.networking.v1.NetworkPolicyPeer', {
  podSelector: object(1, LabelSelector),
  namespaceSelector: object(2, LabelSelector),
  ipBlock: object(3, IPBlock),
});

export interface NetworkPolicyPeer extends Infer<typeof NetworkPolicyPeer> {}

export const NetworkPolicyEgressRule = defineType('io.k8s.api.networking.v1.NetworkPolicyEgressRule', {
  ports: list(1, NetworkPolicyPort, { listType: 'atomic' }),
  to: list(2, NetworkPolicyPeer, { listType: 'atomic' }),
});

export interface NetworkPolicyEgressRule extends Infer<typeof NetworkPolicyEgressRule> {}

export const NetworkPolicyIngressRule = defineType('io.k8s.api.networking.v1.NetworkPolicyIngressRule', {
  ports: list(1, NetworkPolicyPort, { listType: 'atomic' }),
  from: list(2, NetworkPolicyPeer, { listType: 'atomic' }),
});

export interface NetworkPolicyIngressRule extends Infer<typeof NetworkPolicyIngressRule> {}

export const NetworkPolicySpec = defineType('io.k8s.api.networking.v1.NetworkPolicySpec', {
  podSelector: always(object(1, LabelSelector)),
  ingress: list(2, NetworkPolicyIngressRule, { listType: 'atomic' }),
  egress: list(3, NetworkPolicyEgressRule, { listType: 'atomic' }),
  policyTypes: list(4, 'string', { listType: 'atomic' }),
});

export interface NetworkPolicySpec extends Infer<typeof NetworkPolicySpec> {}
