import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { DaemonSetSpec, DaemonSetStatus } from './schema.ts';

export interface DaemonSet extends KubeObject {
  spec: DaemonSetSpec;
  status: DaemonSetStatus;
}

export const DaemonSet: Kind<DaemonSet> = defineKind({
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  shortNames: ['ds'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.apps.v1.DaemonSet',
  fields: {
    spec: always(object(2, DaemonSetSpec)),
    status: always(object(3, DaemonSetStatus)),
  },
});
