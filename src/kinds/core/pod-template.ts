import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { always, object } from '../../model/schema.ts';
import { PodTemplateSpec } from './pod/template.ts';

export interface PodTemplate extends KubeObject {
  template: PodTemplateSpec;
}

export const PodTemplate: Kind<PodTemplate> = defineKind({
  group: '',
  version: 'v1',
  kind: 'PodTemplate',
  plural: 'podtemplates',
  scope: 'Namespaced',
  schema: 'io.k8s.api.core.v1.PodTemplate',
  fields: {
    template: always(object(2, PodTemplateSpec)),
  },
});
