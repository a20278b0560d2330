import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { boolean, list } from '../../model/schema.ts';
import { LocalObjectReference, ObjectReference } from './reference.ts';

export interface ServiceAccount extends KubeObject {
  secrets?: ObjectReference[];
  imagePullSecrets?: LocalObjectReference[];
  automountServiceAccountToken?: boolean;
}

export const ServiceAccount: Kind<ServiceAccount> = defineKind({
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  shortNames: ['sa'],
  scope: 'Namespaced',
  subresources: ['token'],
  schema: 'io.k8s.api.core.v1.ServiceAccount',
  description: 'An identity for programs in pods. Every namespace has one called `default`; roles are bound to it like to users.',
  fields: {
    secrets: list(
      2,
      ObjectReference,
      'Secrets that its pods may mount, where that is enforced by an annotation. Tokens are not found here any more.',
      { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' },
    ),
    imagePullSecrets: list(3, LocalObjectReference, 'Secrets for private registries, for pods that name none themselves.', {
      listType: 'atomic',
    }),
    automountServiceAccountToken: boolean(4, 'Whether its pods get a token mounted, unless they say otherwise: true unless given.'),
  },
  prepareCreate: keepNamesOnly,
  prepareUpdate: keepNamesOnly,
  *warnings({ metadata }, previous) {
    const isNew = previous?.metadata.annotations?.[enforceMountable] === undefined;
    if (isNew && metadata.annotations?.[enforceMountable] !== undefined) {
      yield `metadata.annotations[${enforceMountable}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`;
    }
  },
  ruleOrder: { update: ['metadataChange', 'metadata'] },
  columns: [],
});

const enforceMountable = 'kubernetes.io/enforce-mountable-secrets';

function keepNamesOnly(account: ServiceAccount): void {
  if (account.secrets) account.secrets = account.secrets.map(({ name = '' }) => ({ name }));
}
