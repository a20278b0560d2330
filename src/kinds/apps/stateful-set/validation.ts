import type { FeatureGates } from '../../../model/features/feature-gates.ts';
import { LabelSelector } from '../../../model/meta.ts';
import type { Field, FieldErrors } from '../../../model/field.ts';
import { validateLabels } from '../../../model/label-validation.ts';
import { validateAnnotations } from '../../../model/metadata-validation.ts';
import { validateCollisionCount } from '../../collision-count.ts';
import { validateClaimSpec } from '../../core/persistent-volume-claim/validation.ts';
import type { PodTemplateSpec } from '../../core/pod/template.ts';
import { validatePodAnnotations } from '../../core/pod/validation/annotations.ts';
import { validatePodTemplate } from '../../core/pod/validation/pod.ts';
import { compiledSelector, validateLasting, validateTemplateLabels, validateTemplateSelector } from '../../core/template-validation.ts';
import { validateDnsLabel, validateNonNegative } from '../../field-checks.ts';
import { goForm } from '../../go-form.ts';
import { intOrPercent, validateAtMostAll, validateIntOrPercent } from '../../int-or-percent.ts';
import { isSame } from '../../same.ts';
import { RollingUpdateStatefulSetStrategy, StatefulSetSpec, StatefulSetUpdateStrategy, type StatefulSetStatus } from './schema.ts';

const retentionPolicies = ['Retain', 'Delete'];

export const validateNewStatefulSet = (spec: Readonly<StatefulSetSpec>, field: Field, gates: FeatureGates): FieldErrors =>
  validateSpec(spec, { isNew: true, judgesTemplate: true, gates }, field);

interface SpecOptions {
  /** What cannot change is judged in new sets only. */
  readonly isNew: boolean;
  readonly judgesTemplate: boolean;
  readonly gates: FeatureGates;
}

function* validateSpec(spec: Readonly<StatefulSetSpec>, { isNew, judgesTemplate, gates }: SpecOptions, field: Field): FieldErrors {
  const { podManagementPolicy: management, updateStrategy, persistentVolumeClaimRetentionPolicy: retention, selector, serviceName } = spec;
  if (!management) yield field.at('podManagementPolicy').required();
  else if (management !== 'OrderedReady' && management !== 'Parallel') {
    yield field.at('podManagementPolicy').invalid(management, "must be 'OrderedReady' or 'Parallel'");
  }
  yield* validateStrategy(updateStrategy ?? {}, field.at('updateStrategy'));
  for (const name of ['whenDeleted', 'whenScaled'] as const) {
    const policy = retention?.[name] ?? '';
    if (retention && !retentionPolicies.includes(policy)) {
      yield field.at('persistentVolumeClaimRetentionPolicy', name).notSupported(policy, retentionPolicies);
    }
  }
  for (const [index, claim] of (isNew && spec.volumeClaimTemplates?.entries()) || []) {
    yield* validateClaimSpec(claim.spec, field.at('volumeClaimTemplates', index, 'spec'));
  }
  yield* validateNonNegative(spec.replicas, field.at('replicas'));
  yield* validateNonNegative(spec.minReadySeconds, field.at('minReadySeconds'));
  yield* validateNonNegative(spec.ordinals?.start, field.at('ordinals.start'));
  if (isNew && serviceName) yield* validateDnsLabel(serviceName, field.at('serviceName'));
  yield* validateTemplateSelector(selector, { of: 'statefulset' }, field.at('selector'));
  const compiled = compiledSelector(selector);
  if (!compiled) {
    yield field.at('selector').invalid(selector ? goForm(LabelSelector, selector) : null, '');
  } else {
    yield* validateTemplateLabels(compiled, spec.template, field.at('template'));
    if (judgesTemplate) yield* validateTemplate(spec, field.at('template'), gates);
  }
  yield* validateLasting(spec.template, { kind: 'StatefulSet' }, field.at('template'));
}

/** The pods get names and volumes that the template does not tell. */
function* validateTemplate(spec: Readonly<StatefulSetSpec>, field: Field, gates: FeatureGates): FieldErrors {
  const template = effectiveTemplate(spec);
  const { metadata } = template;
  yield* validatePodTemplate(template, field, gates);
  yield* validateLabels(metadata?.labels, field.at('labels'));
  yield* validateAnnotations(metadata?.annotations, field.at('annotations'));
  if (template.spec) yield* validatePodAnnotations(metadata?.annotations, template.spec, field.at('annotations'));
}

function effectiveTemplate({ template, volumeClaimTemplates = [] }: Readonly<StatefulSetSpec>): PodTemplateSpec {
  const { subdomain: _subdomain, hostname: _hostname, ...podSpec } = template.spec ?? { containers: [] };
  if (volumeClaimTemplates.length === 0) return { ...template, spec: podSpec };
  const claims = volumeClaimTemplates.map(({ metadata: { name } }) => ({ name, persistentVolumeClaim: { claimName: name } }));
  const others = (podSpec.volumes ?? []).filter((volume) => !claims.some(({ name }) => name === volume.name));
  return { ...template, spec: { ...podSpec, volumes: [...claims, ...others] } };
}

function* validateStrategy(strategy: StatefulSetUpdateStrategy, field: Field): FieldErrors {
  const { type, rollingUpdate } = strategy;
  const at = field.at('rollingUpdate');
  if (!type) yield field.required();
  else if (type === 'OnDelete') {
    if (rollingUpdate)
      yield at.invalid(goForm(RollingUpdateStatefulSetStrategy, rollingUpdate), "only allowed for updateStrategy 'RollingUpdate'");
  } else if (type !== 'RollingUpdate') {
    yield field.invalid(goForm(StatefulSetUpdateStrategy, strategy), "must be 'RollingUpdate' or 'OnDelete'");
  } else if (rollingUpdate) {
    yield* validateNonNegative(rollingUpdate.partition, at.at('partition'));
    const { maxUnavailable } = rollingUpdate;
    if (maxUnavailable === undefined) return;
    yield* validateIntOrPercent(maxUnavailable, at.at('maxUnavailable'));
    if (intOrPercent(maxUnavailable) === 0) yield at.at('maxUnavailable').invalid(maxUnavailable, 'cannot be 0');
    yield* validateAtMostAll(maxUnavailable, at.at('maxUnavailable'));
  }
}

const changeable = [
  'replicas',
  'template',
  'updateStrategy',
  'minReadySeconds',
  'ordinals',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
];

export function* validateStatefulSetUpdate(
  next: Readonly<StatefulSetSpec>,
  previous: Readonly<StatefulSetSpec>,
  field: Field,
  gates: FeatureGates,
): FieldErrors {
  // Sets that came to be when less was refused may still be scaled.
  const judgesTemplate = isEmpty(validateSpec(previous, { isNew: false, judgesTemplate: true, gates }, field));
  yield* validateSpec(next, { isNew: false, judgesTemplate, gates }, field);
  const rest = (spec: Readonly<StatefulSetSpec>): object =>
    Object.fromEntries(Object.entries(spec).filter(([name]) => !changeable.includes(name)));
  if (isSame(StatefulSetSpec, rest(next), rest(previous))) return;
  const allowed = "'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy'";
  yield field.forbidden(`updates to statefulset spec for fields other than ${allowed} and 'minReadySeconds' are forbidden`);
}

const isEmpty = (problems: FieldErrors): boolean => [...problems].length === 0;

const parts = ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'] as const;

export function* validateStatefulSetStatus(
  next: Readonly<StatefulSetStatus>,
  previous: Readonly<StatefulSetStatus>,
  field: Field,
): FieldErrors {
  yield* validateNonNegative(next.replicas, field.at('replicas'));
  for (const name of parts) yield* validateNonNegative(next[name], field.at(name));
  yield* validateNonNegative(next.observedGeneration, field.at('observedGeneration'));
  yield* validateNonNegative(next.collisionCount, field.at('collisionCount'));
  for (const name of parts) {
    const count = next[name] ?? 0;
    if (count > next.replicas) yield field.at(name).invalid(count, 'cannot be greater than status.replicas');
  }
  const { availableReplicas = 0, readyReplicas = 0 } = next;
  if (availableReplicas > readyReplicas)
    yield field.at('availableReplicas').invalid(availableReplicas, 'cannot be greater than status.readyReplicas');
  yield* validateCollisionCount(next, previous, field);
}
