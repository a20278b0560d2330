import { autoscalerColumns } from './columns.ts';
import { defaultAutoscaler } from './defaults.ts';
import { validateAutoscaler, validateAutoscalerStatus } from './validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object, required } from '../../../model/schema.ts';
import { HorizontalPodAutoscalerSpec, HorizontalPodAutoscalerStatus } from './schema.ts';

export interface HorizontalPodAutoscaler extends KubeObject {
  spec: HorizontalPodAutoscalerSpec;
  status: HorizontalPodAutoscalerStatus;
}

export const HorizontalPodAutoscaler: Kind<HorizontalPodAutoscaler> = defineKind({
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  shortNames: ['hpa'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler',
  description: 'Changes the number of pods of a Deployment or the like with the load, between two bounds.',
  fields: {
    spec: required(object(2, HorizontalPodAutoscalerSpec, 'What is scaled, between which bounds, by what.')),
    status: always(object(3, HorizontalPodAutoscalerStatus, 'What the autoscaler has found and decided.')),
  },

  defaults: defaultAutoscaler,
  validateCreate: ({ spec }, field) => validateAutoscaler(spec, undefined, field.at('spec')),
  validateUpdate: ({ spec }, previous, field) => validateAutoscaler(spec, previous.spec, field.at('spec')),
  validateStatusUpdate: ({ status }, _previous, field) => validateAutoscalerStatus(status, field.at('status')),
  columns: autoscalerColumns,
});
