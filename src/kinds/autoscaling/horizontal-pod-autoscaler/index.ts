import { defineKind, type ObjectOf } from '../../../model/kind.ts';
import { always, object, required } from '../../../model/schema.ts';
import { HorizontalPodAutoscalerSpec, HorizontalPodAutoscalerStatus } from './schema.ts';

export const HorizontalPodAutoscaler = defineKind({
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  shortNames: ['hpa'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler',
  fields: {
    spec: required(object(2, HorizontalPodAutoscalerSpec)),
    status: always(object(3, HorizontalPodAutoscalerStatus)),
  },
});

export interface HorizontalPodAutoscaler extends ObjectOf<typeof HorizontalPodAutoscaler> {}
