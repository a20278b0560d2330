import { dropGated, type GatedFields } from '../../gated.ts';
import { dropCarried } from '../carried-annotations.ts';
import { autoscalerColumns } from './columns.ts';
import { defaultAutoscaler } from './defaults.ts';
import { validateAutoscaler, validateAutoscalerStatus } from './validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object, required } from '../../../model/schema.ts';
import { HorizontalPodAutoscalerSpec, HorizontalPodAutoscalerStatus, type HPAScalingRules } from './schema.ts';

export interface HorizontalPodAutoscaler extends KubeObject {
  spec: HorizontalPodAutoscalerSpec;
  status: HorizontalPodAutoscalerStatus;
}

const rulesOf = ({ behavior }: Readonly<HorizontalPodAutoscalerSpec>): readonly HPAScalingRules[] =>
  [behavior?.scaleUp, behavior?.scaleDown].filter((rules) => rules !== undefined);

const gated: readonly GatedFields<HorizontalPodAutoscalerSpec>[] = [
  {
    features: ['HPAConfigurableTolerance'],
    isUsed: (spec) => rulesOf(spec).some(({ tolerance }) => tolerance !== undefined),
    drop: (spec) => rulesOf(spec).forEach((rules) => delete rules.tolerance),
  },
];

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

  defaults(autoscaler) {
    dropCarried(autoscaler.metadata);
    defaultAutoscaler(autoscaler);
  },
  prepareCreate: ({ spec }, { gates }) => dropGated(gated, gates, spec),
  prepareUpdate: ({ spec }, previous, { gates }) => dropGated(gated, gates, spec, previous.spec),
  validateCreate: ({ spec }, field, { gates }) => validateAutoscaler(spec, undefined, field.at('spec'), gates),
  validateUpdate: ({ spec }, previous, field, { gates }) => validateAutoscaler(spec, previous.spec, field.at('spec'), gates),
  validateStatusUpdate: ({ status }, _previous, field) => validateAutoscalerStatus(status, field.at('status')),
  columns: autoscalerColumns,
});
