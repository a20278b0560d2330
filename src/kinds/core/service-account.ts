import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { boolean, list } from '../../model/schema.ts';
import { LocalObjectReference, ObjectReference } from './reference.ts';

export const ServiceAccount = defineKind({
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
});

export interface ServiceAccount extends ObjectOf<typeof ServiceAccount> {}
