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
  fields: {
    secrets: list(2, ObjectReference, { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' }),
    imagePullSecrets: list(3, LocalObjectReference, { listType: 'atomic' }),
    automountServiceAccountToken: boolean(4),
  },
  prepareCreate: keepNamesOnly,
  prepareUpdate: keepNamesOnly,
  *warnings({ metadata }, previous) {
    const isNew = previous?.metadata.annotations?.[enforceMountable] === undefined;
    if (isNew && metadata.annotations?.[enforceMountable] !== undefined) {
      yield `metadata.annotations[${enforceMountable}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`;
    }
  },
  columns: [],
});

const enforceMountable = 'kubernetes.io/enforce-mountable-secrets';

function keepNamesOnly(account: ServiceAccount): void {
  if (account.secrets) account.secrets = account.secrets.map(({ name = '' }) => ({ name }));
}
