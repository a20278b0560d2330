import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { StatefulSetSpec, StatefulSetStatus } from './schema.ts';

export interface StatefulSet extends KubeObject {
  spec: StatefulSetSpec;
  status: StatefulSetStatus;
}

export const StatefulSet: Kind<StatefulSet> = defineKind({
  group: 'apps',
  version: 'v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  shortNames: ['sts'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['scale', 'status'],
  schema: 'io.k8s.api.apps.v1.StatefulSet',
  fields: {
    spec: always(object(2, StatefulSetSpec)),
    status: always(object(3, StatefulSetStatus)),
  },
});
