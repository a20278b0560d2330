import { LabelSelector } from '../../../model/meta.ts';
import {
  defineType,
  always,
  boolean,
  int32,
  int64,
  intOrString,
  list,
  object,
  oneOf,
  required,
  string,
  time,
  type Infer,
} from '../../../model/schema.ts';
import { PodTemplateSpec } from '../../core/pod/template.ts';

export const RollingUpdateDeployment = defineType('io.k8s.api.apps.v1.RollingUpdateDeployment', {
  maxUnavailable: intOrString(1),
  maxSurge: intOrString(2),
});

export interface RollingUpdateDeployment extends Infer<typeof RollingUpdateDeployment> {}

export const DeploymentStrategy = defineType('io.k8s.api.apps.v1.DeploymentStrategy', {
  type: oneOf(1, ['Recreate', 'RollingUpdate']),
  rollingUpdate: object(2, RollingUpdateDeployment),
});

export interface DeploymentStrategy extends Infer<typeof DeploymentStrategy> {}

export const DeploymentSpec = defineType('io.k8s.api.apps.v1.DeploymentSpec', {
  replicas: int32(1),
  selector: required(object(2, LabelSelector)),
  template: required(object(3, PodTemplateSpec)),
  strategy: always(object(4, DeploymentStrategy, { patchStrategy: 'retainKeys' })),
  minReadySeconds: int32(5),
  revisionHistoryLimit: int32(6),
  paused: boolean(7),
  progressDeadlineSeconds: int32(9),
});

export interface DeploymentSpec extends Infer<typeof DeploymentSpec> {}

export const DeploymentCondition = defineType('io.k8s.api.apps.v1.DeploymentCondition', {
  type: required(string(1)),
  status: required(string(2)),
  reason: string(4),
  message: string(5),
  lastUpdateTime: always(time(6)),
  lastTransitionTime: always(time(7)),
});

export interface DeploymentCondition extends Infer<typeof DeploymentCondition> {}

export const DeploymentStatus = defineType('io.k8s.api.apps.v1.DeploymentStatus', {
  observedGeneration: int64(1),
  replicas: int32(2),
  updatedReplicas: int32(3),
  availableReplicas: int32(4),
  unavailableReplicas: int32(5),
  conditions: list(6, DeploymentCondition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
  readyReplicas: int32(7),
  collisionCount: int32(8),
  terminatingReplicas: int32(9),
});

export interface DeploymentStatus extends Infer<typeof DeploymentStatus> {}
