import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { PodSpec } from './spec.ts';
import { PodStatus } from './status.ts';

export interface Pod extends KubeObject {
  spec: PodSpec;
  status: PodStatus;
}

export const Pod: Kind<Pod> = defineKind({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  shortNames: ['po'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['attach', 'binding', 'ephemeralcontainers', 'eviction', 'exec', 'log', 'portforward', 'proxy', 'resize', 'status'],
  schema: 'io.k8s.api.core.v1.Pod',
  fields: {
    spec: always(object(2, PodSpec)),
    status: always(object(3, PodStatus)),
  },
});
