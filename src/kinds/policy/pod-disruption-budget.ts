import { validateLabelSelector } from '../../model/label-validation.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { validateConditions } from '../condition-validation.ts';
import { emptyStatus } from '../empty-status.ts';
import { validateNonNegative, validateOneOf } from '../field-checks.ts';
import { goForm } from '../go-form.ts';
import { validateAtMostAll, validateIntOrPercent } from '../int-or-percent.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { Condition, LabelSelector } from '../../model/meta.ts';
import { defineType, always, int32, int64, intOrString, list, map, object, oneOf, type Infer } from '../../model/schema.ts';

export const PodDisruptionBudgetSpec = defineType('io.k8s.api.policy.v1.PodDisruptionBudgetSpec', 'The state that is wanted.', {
  minAvailable: intOrString(1, 'How many pods must stay healthy, as a number or a percentage. Either this or maxUnavailable.'),
  selector: object(2, LabelSelector, 'Labels of the pods that the budget is for. Empty means all pods of the namespace, absent none.', {
    patchStrategy: 'replace',
  }),
  maxUnavailable: intOrString(3, 'How many pods may be missing, as a number or a percentage. Only for pods of a controller.'),
  unhealthyPodEvictionPolicy: oneOf(
    4,
    ['AlwaysAllow', 'IfHealthyBudget'],
    'IfHealthyBudget (the default) evicts unhealthy pods only while enough others are healthy; AlwaysAllow any time.',
  ),
});

export interface PodDisruptionBudgetSpec extends Infer<typeof PodDisruptionBudgetSpec> {}

export const PodDisruptionBudgetStatus = defineType('io.k8s.api.policy.v1.PodDisruptionBudgetStatus', 'The state that was found last.', {
  observedGeneration: int64(1, 'Generation of the spec that the status is about.'),
  disruptedPods: map(2, 'time', 'Pods that are about to be evicted, and since when. Cleared once they are gone, or after two minutes.'),
  disruptionsAllowed: always(int32(3, 'How many pods may be evicted now.')),
  currentHealthy: always(int32(4, 'How many pods are healthy, that is ready.')),
  desiredHealthy: always(int32(5, 'How many pods must stay healthy.')),
  expectedPods: always(int32(6, 'How many pods there should be.')),
  conditions: list(7, Condition, 'Aspects such as DisruptionAllowed.', {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
});

export interface PodDisruptionBudgetStatus extends Infer<typeof PodDisruptionBudgetStatus> {}

export interface PodDisruptionBudget extends KubeObject {
  spec: PodDisruptionBudgetSpec;
  status: PodDisruptionBudgetStatus;
}

export const PodDisruptionBudget: Kind<PodDisruptionBudget> = defineKind({
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  shortNames: ['pdb'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.policy.v1.PodDisruptionBudget',
  description: 'Says how many pods must stay when nodes are drained. It does not hold back what fails by itself or is deleted.',
  fields: {
    spec: always(object(2, PodDisruptionBudgetSpec, 'How many pods must stay.')),
    status: always(object(3, PodDisruptionBudgetStatus, 'How many pods may go now.')),
  },
  needsVersionToUpdate: true,

  countsGenerations: true,
  defaults: ({ spec }) => stripEmptySelectorLabel(spec),
  prepareCreate(budget) {
    budget.status = emptyStatus(PodDisruptionBudgetStatus);
  },
  ruleOrder: { create: ['object'], update: ['object'], status: ['change'] },
  validate: ({ spec }, field) => validateBudget(spec, field.at('spec')),
  *validateStatusUpdate({ status }, _previous, field) {
    const at = field.at('status');
    yield* validateConditions(status.conditions, at.at('conditions'));
    for (const name of ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] as const) {
      yield* validateNonNegative(status[name], at.at(name));
    }
  },
  columns: [
    { name: 'Min Available', description: 'Pods that must stay.', value: ({ spec }) => String(spec.minAvailable ?? 'N/A') },
    { name: 'Max Unavailable', description: 'Pods that may be gone.', value: ({ spec }) => String(spec.maxUnavailable ?? 'N/A') },
    {
      name: 'Allowed Disruptions',
      type: 'integer',
      description: 'Pods that may be evicted now.',
      value: ({ status }) => status.disruptionsAllowed ?? 0,
    },
  ],
});

/** By this label old servers stored what selectors without demands meant in version v1beta1. It stands alone, or not at all. */
const emptySelectorLabel = 'pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match';

function stripEmptySelectorLabel({ selector }: PodDisruptionBudgetSpec): void {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const [first, ...more] = matchExpressions;
  if (!selector || !matchExpressions.some(({ key }) => key === emptySelectorLabel)) return;
  const stands = Object.keys(matchLabels).length === 0 && more.length === 0 && !first?.values?.length;
  if (stands && first?.operator === 'Exists') return;
  const kept = matchExpressions.filter(({ key }) => key !== emptySelectorLabel);
  if (kept.length > 0) selector.matchExpressions = kept;
  else delete selector.matchExpressions;
}

function* validateBudget(spec: Readonly<PodDisruptionBudgetSpec>, field: Field): FieldErrors {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    yield field.invalid(goForm(PodDisruptionBudgetSpec, spec), 'minAvailable and maxUnavailable cannot be both set');
  }
  for (const name of ['minAvailable', 'maxUnavailable'] as const) {
    const amount = spec[name];
    if (amount === undefined) continue;
    yield* validateIntOrPercent(amount, field.at(name));
    yield* validateAtMostAll(amount, field.at(name));
  }
  if (selector) yield* validateLabelSelector(selector, field.at('selector'));
  yield* validateOneOf(unhealthyPodEvictionPolicy, ['AlwaysAllow', 'IfHealthyBudget'], field.at('unhealthyPodEvictionPolicy'));
}
