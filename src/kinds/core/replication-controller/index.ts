import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { ReplicationControllerSpec, ReplicationControllerStatus } from './schema.ts';

export interface ReplicationController extends KubeObject {
  spec: ReplicationControllerSpec;
  status: ReplicationControllerStatus;
}

export const ReplicationController: Kind<ReplicationController> = defineKind({
  group: '',
  version: 'v1',
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  shortNames: ['rc'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['scale', 'status'],
  schema: 'io.k8s.api.core.v1.ReplicationController',
  fields: {
    spec: always(object(2, ReplicationControllerSpec)),
    status: always(object(3, ReplicationControllerStatus)),
  },
});
