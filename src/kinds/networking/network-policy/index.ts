import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { NetworkPolicySpec } from './schema.ts';

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
  fields: {
    spec: always(object(2, NetworkPolicySpec)),
  },
});
