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

export const RollingUpdateDeployment = defineType(
  'io.k8s.api.apps.v1.RollingUpdateDeployment',
  'How many pods there may be too few or too many during a rollout.',
  {
    maxUnavailable: intOrString(
      1,
      'How many pods may be missing meanwhile, as a number or a percentage of replicas, rounded down: 25% unless given.',
    ),
    maxSurge: intOrString(
      2,
      'How many pods may exist beyond replicas meanwhile, as a number or a percentage, rounded up: 25% unless given.',
    ),
  },
);

export interface RollingUpdateDeployment extends Infer<typeof RollingUpdateDeployment> {}

export const DeploymentStrategy = defineType(
  'io.k8s.api.apps.v1.DeploymentStrategy',
  'By which steps new pods take the place of old ones.',
  {
    type: oneOf(
      1,
      ['Recreate', 'RollingUpdate'],
      'RollingUpdate (the default) replaces them bit by bit; Recreate ends all old ones first, so that there is a gap.',
    ),
    rollingUpdate: object(2, RollingUpdateDeployment, 'Details of RollingUpdate.'),
  },
);

export interface DeploymentStrategy extends Infer<typeof DeploymentStrategy> {}

export const DeploymentSpec = defineType('io.k8s.api.apps.v1.DeploymentSpec', 'The state that is wanted.', {
  replicas: int32(1, 'How many pods there should be: 1 unless given. Leave it out where an autoscaler decides.'),
  selector: required(
    object(2, LabelSelector, 'Labels of the pods that belong to the deployment. They must be in the template and cannot be changed.'),
  ),
  template: required(object(3, PodTemplateSpec, 'What the pods look like. Any change starts a rollout. restartPolicy must be Always.')),
  strategy: always(object(4, DeploymentStrategy, 'How old pods are replaced by new ones.', { patchStrategy: 'retainKeys' })),
  minReadySeconds: int32(5, 'Seconds that a new pod must be ready before it counts as available and the rollout goes on: 0 unless given.'),
  revisionHistoryLimit: int32(6, 'How many old ReplicaSets are kept to roll back to: 10 unless given. 0 makes rolling back impossible.'),
  paused: boolean(7, 'Whether changes of the template wait. Lets several be rolled out as one.'),
  progressDeadlineSeconds: int32(
    9,
    'Seconds without progress after which a rollout counts as failed: 600 unless given. It is reported, not rolled back.',
  ),
});

export interface DeploymentSpec extends Infer<typeof DeploymentSpec> {}

export const DeploymentCondition = defineType(
  'io.k8s.api.apps.v1.DeploymentCondition',
  "One aspect of a deployment's state, and since when it is so.",
  {
    type: required(string(1, 'Name of the aspect: Available, Progressing or ReplicaFailure.')),
    status: required(string(2, 'Whether it holds: True, False or Unknown.')),
    lastUpdateTime: always(time(6, 'When it was last written.')),
    lastTransitionTime: always(time(7, 'When the status last changed.')),
    reason: string(4, 'Why, in one word, such as ProgressDeadlineExceeded.'),
    message: string(5, 'Why, in a sentence.'),
  },
);

export interface DeploymentCondition extends Infer<typeof DeploymentCondition> {}

export const DeploymentStatus = defineType('io.k8s.api.apps.v1.DeploymentStatus', 'The state that was found last.', {
  observedGeneration: int64(1, 'Generation of the spec that the status is about.'),
  replicas: int32(2, 'How many pods there are, old and new.'),
  updatedReplicas: int32(3, 'How many of them are made from the current template.'),
  readyReplicas: int32(7, 'How many of them are ready.'),
  availableReplicas: int32(4, 'How many of them have been ready for minReadySeconds.'),
  unavailableReplicas: int32(5, 'How many more must become available.'),
  terminatingReplicas: int32(9, 'How many pods are on their way out and not counted as replicas any more.'),
  conditions: list(6, DeploymentCondition, 'Aspects such as Available and Progressing.', {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
  collisionCount: int32(8, 'How often a name for a ReplicaSet was taken already; the controller makes new names by it.'),
});

export interface DeploymentStatus extends Infer<typeof DeploymentStatus> {}
