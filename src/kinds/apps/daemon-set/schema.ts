import { LabelSelector } from '../../../model/meta.ts';
import {
  defineType,
  always,
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

export const RollingUpdateDaemonSet = defineType('io.k8s.api.apps.v1.RollingUpdateDaemonSet', 'How pods are replaced node by node.', {
  maxUnavailable: intOrString(1, 'On how many nodes the pod may be missing meanwhile, as a number or a percentage: 1 unless given.'),
  maxSurge: intOrString(2, 'On how many nodes a new pod may start beside the old one, as a number or a percentage: 0 unless given.'),
});

export interface RollingUpdateDaemonSet extends Infer<typeof RollingUpdateDaemonSet> {}

export const DaemonSetUpdateStrategy = defineType(
  'io.k8s.api.apps.v1.DaemonSetUpdateStrategy',
  'By which steps new pods take the place of old ones.',
  {
    type: oneOf(
      1,
      ['OnDelete', 'RollingUpdate'],
      'RollingUpdate (the default) replaces them node by node, OnDelete only those that somebody deletes.',
    ),
    rollingUpdate: object(2, RollingUpdateDaemonSet, 'Details of RollingUpdate.'),
  },
);

export interface DaemonSetUpdateStrategy extends Infer<typeof DaemonSetUpdateStrategy> {}

export const DaemonSetSpec = defineType('io.k8s.api.apps.v1.DaemonSetSpec', 'The state that is wanted.', {
  selector: required(
    object(1, LabelSelector, 'Labels of the pods that belong to the set. They must be in the template and cannot be changed.'),
  ),
  template: required(object(2, PodTemplateSpec, 'What the pods look like. Its node selector and affinity choose the nodes.')),
  updateStrategy: always(object(3, DaemonSetUpdateStrategy, 'How pods are brought up to date when the template changes.')),
  minReadySeconds: int32(4, 'Seconds that a pod must be ready before it counts as available: 0 unless given.'),
  revisionHistoryLimit: int32(6, 'How many old revisions are kept to roll back to: 10 unless given.'),
});

export interface DaemonSetSpec extends Infer<typeof DaemonSetSpec> {}

export const DaemonSetCondition = defineType(
  'io.k8s.api.apps.v1.DaemonSetCondition',
  "One aspect of a set's state, and since when it is so.",
  {
    type: required(string(1, 'Name of the aspect.')),
    status: required(string(2, 'Whether it holds: True, False or Unknown.')),
    lastTransitionTime: always(time(3, 'When the status last changed.')),
    reason: string(4, 'Why, in one word.'),
    message: string(5, 'Why, in a sentence.'),
  },
);

export interface DaemonSetCondition extends Infer<typeof DaemonSetCondition> {}

export const DaemonSetStatus = defineType('io.k8s.api.apps.v1.DaemonSetStatus', 'The state that was found last.', {
  currentNumberScheduled: required(int32(1, 'Nodes that should run the pod and do.')),
  numberMisscheduled: required(int32(2, 'Nodes that run the pod and should not.')),
  desiredNumberScheduled: required(int32(3, 'Nodes that should run the pod.')),
  numberReady: required(int32(4, 'Nodes on which the pod is ready.')),
  observedGeneration: int64(5, 'Generation of the spec that the status is about.'),
  updatedNumberScheduled: int32(6, 'Nodes whose pod is made from the current template.'),
  numberAvailable: int32(7, 'Nodes on which the pod has been ready for minReadySeconds.'),
  numberUnavailable: int32(8, 'Nodes that should have an available pod and have none.'),
  collisionCount: int32(9, 'How often a name for a revision was taken already; the controller makes new names by it.'),
  conditions: list(10, DaemonSetCondition, "Aspects of the set's state.", {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
});

export interface DaemonSetStatus extends Infer<typeof DaemonSetStatus> {}
