import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { DeploymentSpec, DeploymentStatus } from './schema.ts';

export interface Deployment extends KubeObject {
  spec: DeploymentSpec;
  status: DeploymentStatus;
}

export const Deployment: Kind<Deployment> = defineKind({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  shortNames: ['deploy'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['scale', 'status'],
  schema: 'io.k8s.api.apps.v1.Deployment',
  fields: {
    spec: always(object(2, DeploymentSpec)),
    status: always(object(3, DeploymentStatus)),
  },
});
