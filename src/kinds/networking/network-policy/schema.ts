import { LabelSelector } from '../../../model/meta.ts';
import { defineType, always, int32, intOrString, list, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';

export const NetworkPolicyPort = defineType('io.k8s.api.networking.v1.NetworkPolicyPort', 'Ports that are allowed.', {
  protocol: oneOf(1, ['SCTP', 'TCP', 'UDP'], 'Protocol of the ports: TCP unless given.'),
  port: intOrString(2, 'Number of the port, or its name in the pods. All ports unless given.'),
  endPort: int32(3, 'Last port, if a range is meant that begins with `port`, which must be a number then.'),
});

export interface NetworkPolicyPort extends Infer<typeof NetworkPolicyPort> {}

export const IPBlock = defineType('io.k8s.api.networking.v1.IPBlock', 'Addresses by their common beginning.', {
  cidr: required(string(1, 'The range, such as 10.20.0.0/16 or fd00:20::/48.')),
  except: list(2, 'string', 'Ranges inside it that are not meant.', { listType: 'atomic' }),
});

export interface IPBlock extends Infer<typeof IPBlock> {}

export const NetworkPolicyPeer = defineType(
  'io.k8s.api.networking.v1.NetworkPolicyPeer',
  'Who may send or be sent to. Either ipBlock, or one selector or both.',
  {
    podSelector: object(
      1,
      LabelSelector,
      "Labels of the pods; of the policy's own namespace, unless namespaceSelector is given. Empty means all.",
    ),
    namespaceSelector: object(2, LabelSelector, 'Labels of the namespaces that the pods are in. Empty means all.'),
    ipBlock: object(3, IPBlock, 'A range of addresses, for what is not a pod.'),
  },
);

export interface NetworkPolicyPeer extends Infer<typeof NetworkPolicyPeer> {}

export const NetworkPolicyEgressRule = defineType(
  'io.k8s.api.networking.v1.NetworkPolicyEgressRule',
  'Traffic from the pods that is allowed. It must match both parts.',
  {
    ports: list(1, NetworkPolicyPort, 'Ports that may be sent to; all unless given.', { listType: 'atomic' }),
    to: list(2, NetworkPolicyPeer, 'Whom may be sent to; everybody unless given.', { listType: 'atomic' }),
  },
);

export interface NetworkPolicyEgressRule extends Infer<typeof NetworkPolicyEgressRule> {}

export const NetworkPolicyIngressRule = defineType(
  'io.k8s.api.networking.v1.NetworkPolicyIngressRule',
  'Traffic to the pods that is allowed. It must match both parts.',
  {
    ports: list(1, NetworkPolicyPort, 'Ports that may be reached; all unless given.', { listType: 'atomic' }),
    from: list(2, NetworkPolicyPeer, 'Who may send; everybody unless given.', { listType: 'atomic' }),
  },
);

export interface NetworkPolicyIngressRule extends Infer<typeof NetworkPolicyIngressRule> {}

export const NetworkPolicySpec = defineType('io.k8s.api.networking.v1.NetworkPolicySpec', 'The state that is wanted.', {
  podSelector: always(object(1, LabelSelector, 'Labels of the pods that the policy is for. Empty means all pods of the namespace.')),
  ingress: list(2, NetworkPolicyIngressRule, 'Traffic to the pods that is allowed. None at all without rules.', { listType: 'atomic' }),
  egress: list(
    3,
    NetworkPolicyEgressRule,
    'Traffic from the pods that is allowed. None at all without rules, if policyTypes has Egress; not even DNS.',
    { listType: 'atomic' },
  ),
  policyTypes: list(
    4,
    'string',
    'Directions that are restricted: Ingress, Egress. Ingress unless given, and Egress if there are rules for it.',
    { listType: 'atomic', itemEnum: ['Egress', 'Ingress'] },
  ),
});

export interface NetworkPolicySpec extends Infer<typeof NetworkPolicySpec> {}
