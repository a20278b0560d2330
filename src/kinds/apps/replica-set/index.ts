import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { ReplicaSetSpec, ReplicaSetStatus } from './schema.ts';

export interface ReplicaSet extends KubeObject {
  spec: ReplicaSetSpec;
  status: ReplicaSetStatus;
}

export const ReplicaSet: Kind<ReplicaSet> = defineKind({
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  shortNames: ['rs'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['scale', 'status'],
  schema: 'io.k8s.api.apps.v1.ReplicaSet',
  fields: {
    spec: always(object(2, ReplicaSetSpec)),
    status: always(object(3, ReplicaSetStatus)),
  },
});
