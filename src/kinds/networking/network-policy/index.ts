import { Field } from '../../../model/field.ts';
import { formatSelector } from '../../../model/labels.ts';
import { cidrWarnings } from '../../ip-validation.ts';
import { rangesOf, validateNetworkPolicySpec } from './validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { NetworkPolicySpec, type NetworkPolicyPeer } from './schema.ts';

export interface NetworkPolicy extends KubeObject {
  spec: NetworkPolicySpec;
}

export const NetworkPolicy: Kind<NetworkPolicy> = defineKind({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  shortNames: ['netpol'],
  scope: 'Namespaced',
  schema: 'io.k8s.api.networking.v1.NetworkPolicy',
  description:
    'Restricts who may talk to pods, and whom they may talk to. Pods without a policy are open; with several, all that any allows is allowed.',
  fields: {
    spec: always(object(2, NetworkPolicySpec, 'Which pods the policy is for, and what they may do.')),
  },

  countsGenerations: true,
  defaults({ spec }) {
    for (const { ports } of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
      for (const port of ports ?? []) port.protocol ??= 'TCP';
    }
    if (!spec.policyTypes?.length) spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
  },
  validateCreate: ({ spec }, field) => validateNetworkPolicySpec(spec, [], field.at('spec')),
  validateUpdate: ({ spec }, previous, field) => validateNetworkPolicySpec(spec, rangesOf(previous.spec), field.at('spec')),
  *warnings({ spec }) {
    for (const [index, { from }] of spec.ingress?.entries() ?? [])
      yield* peerWarnings(from, new Field('spec').at('ingress', index, 'from'));
    for (const [index, { to }] of spec.egress?.entries() ?? []) yield* peerWarnings(to, new Field('spec').at('egress', index, 'to'));
  },
  columns: [{ name: 'Pod-Selector', description: 'Pods it applies to.', value: ({ spec }) => formatSelector(spec.podSelector) }],
});

function* peerWarnings(peers: readonly NetworkPolicyPeer[] | undefined, field: Field): Iterable<string> {
  for (const [index, { ipBlock }] of peers?.entries() ?? []) {
    const at = field.at(index, 'ipBlock');
    if (!ipBlock) continue;
    yield* cidrWarnings(ipBlock.cidr, at.at('cidr'));
    for (const [exceptIndex, range] of ipBlock.except?.entries() ?? []) yield* cidrWarnings(range, at.at('except', exceptIndex));
  }
}
