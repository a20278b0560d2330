import type { FeatureGates } from '../../../model/features/feature-gates.ts';
import type { Field, FieldErrors } from '../../../model/field.ts';
import type { Write } from '../../../model/kind.ts';
import { validateLabelSelector } from '../../../model/label-validation.ts';
import { checkDnsLabel } from '../../../model/names.ts';
import { validateDomainPrefixedPath } from '../../../model/qualified-names.ts';
import { validatePodTemplate } from '../../core/pod/validation/pod.ts';
import { compiledSelector } from '../../core/template-validation.ts';
import { validateNonNegative } from '../../field-checks.ts';
import { goForm, goMap } from '../../go-form.ts';
import { validateFailurePolicy } from './failure-policy.ts';
import type { Job } from './index.ts';
import { SuccessPolicy, type JobSpec } from './schema.ts';
import { validateGeneratedSelector } from './selector.ts';
import { validateSuccessPolicy } from './success-policy.ts';

const mostInParallel = 100_000;
const mostFailedIndexes = 100_000;
/** Beyond this many completions the status could get too long, so less may run and fail. */
const manyCompletions = 100_000;
const mostInParallelOfMany = 10_000;
const mostFailedOfMany = 10_000;
const longestManager = 63;

const completionModes: readonly string[] = ['NonIndexed', 'Indexed'];
const replacementPolicies: readonly string[] = ['Failed', 'TerminatingOrFailed'];
const restartPolicies: readonly string[] = ['OnFailure', 'Never'];

export function* validateJob(job: Readonly<Job>, field: Field, { gates }: Pick<Write, 'gates'>): FieldErrors {
  const { metadata, spec } = job;
  yield* validateGeneratedSelector(job, field);
  yield* validateJobSpec(spec, field.at('spec'), gates);
  if (spec.completionMode !== 'Indexed' || !spec.completions) return;
  const longest = `${metadata.name}-${spec.completions - 1}`;
  if (checkDnsLabel(longest).length > 0) {
    yield field.at('metadata', 'name').invalid(metadata.name, `will not able to create pod with invalid DNS label: ${longest}`);
  }
}

/** Updates are told of its problems twice: as what is wrong with the job, and with the change. */
export function* validateJobSpec(spec: Readonly<JobSpec>, field: Field, gates: FeatureGates): FieldErrors {
  const { selector, template } = spec;
  yield* validateJobTemplate(spec, field, gates);
  if (selector) yield* validateLabelSelector(selector, field.at('selector'));
  else yield field.at('selector').required();
  const labels = template.metadata?.labels;
  const compiled = compiledSelector(selector);
  if (compiled && !compiled.matches(labels)) {
    yield field.at('template', 'metadata', 'labels').invalid(goMap(labels), '`selector` does not match template `labels`');
  }
}

const counts = ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'] as const;

/** What also holds where jobs are only described, and have no selector yet. */
export function* validateJobTemplate(spec: Readonly<JobSpec>, field: Field, gates: FeatureGates): FieldErrors {
  const { maxFailedIndexes, backoffLimitPerIndex, managedBy, completionMode = 'NonIndexed' } = spec;
  for (const name of counts) yield* validateNonNegative(spec[name], field.at(name));
  yield* validateNonNegative(backoffLimitPerIndex, field.at('backoffLimitPerIndex'));
  yield* validateNonNegative(maxFailedIndexes, field.at('maxFailedIndexes'));
  if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined) {
    yield field.at('backoffLimitPerIndex').required('when maxFailedIndexes is specified');
  }
  if (managedBy !== undefined) {
    yield* validateDomainPrefixedPath(managedBy, field.at('managedBy'));
    if (Buffer.byteLength(managedBy) > longestManager) yield field.at('managedBy').tooLong(longestManager);
  }
  if (!completionModes.includes(completionMode)) yield field.at('completionMode').notSupported(completionMode, completionModes);
  if (completionMode === 'Indexed') yield* validateIndexed(spec, field);
  if (completionMode === 'NonIndexed') yield* validateNotIndexed(spec, field);
  yield* validatePolicies(spec, field);
  yield* validateRestartPolicy(spec, field.at('template'), gates);
}

function* validateIndexed(spec: Readonly<JobSpec>, field: Field): FieldErrors {
  const { completions, parallelism = 0, maxFailedIndexes, backoffLimitPerIndex } = spec;
  const failedIndexes = field.at('maxFailedIndexes');
  if (completions === undefined) yield field.at('completions').required('when completion mode is Indexed');
  if (parallelism > mostInParallel) {
    const rule = `must be less than or equal to ${mostInParallel} when completion mode is Indexed`;
    yield field.at('parallelism').invalid(parallelism, rule);
  }
  if (maxFailedIndexes !== undefined && completions !== undefined && maxFailedIndexes > completions) {
    yield failedIndexes.invalid(maxFailedIndexes, 'must be less than or equal to completions');
  }
  if (maxFailedIndexes !== undefined && maxFailedIndexes > mostFailedIndexes) {
    yield failedIndexes.invalid(maxFailedIndexes, `must be less than or equal to ${mostFailedIndexes}`);
  }
  if ((completions ?? 0) <= manyCompletions || backoffLimitPerIndex === undefined) return;
  const ofMany = `when completions are above ${manyCompletions} and used with backoff limit per index`;
  if (maxFailedIndexes === undefined) yield failedIndexes.required(`must be specified when completions is above ${manyCompletions}`);
  if (parallelism > mostInParallelOfMany) {
    yield field.at('parallelism').invalid(parallelism, `must be less than or equal to ${mostInParallelOfMany} ${ofMany}`);
  }
  if (maxFailedIndexes !== undefined && maxFailedIndexes > mostFailedOfMany) {
    yield failedIndexes.invalid(maxFailedIndexes, `must be less than or equal to ${mostFailedOfMany} ${ofMany}`);
  }
}

function* validateNotIndexed(spec: Readonly<JobSpec>, field: Field): FieldErrors {
  for (const name of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
    if (spec[name] !== undefined) yield field.at(name).invalid(spec[name], 'requires indexed completion mode');
  }
}

function* validatePolicies(spec: Readonly<JobSpec>, field: Field): FieldErrors {
  const { podFailurePolicy, successPolicy, podReplacementPolicy, completionMode } = spec;
  if (podFailurePolicy) yield* validateFailurePolicy(spec, field.at('podFailurePolicy'));
  if (successPolicy && completionMode !== 'Indexed') {
    yield field.at('successPolicy').invalid(goForm(SuccessPolicy, successPolicy), 'requires indexed completion mode');
  } else if (successPolicy) {
    yield* validateSuccessPolicy(spec, field.at('successPolicy'));
  }
  const policies = podFailurePolicy ? ['Failed'] : replacementPolicies;
  if (podReplacementPolicy !== undefined && !policies.includes(podReplacementPolicy)) {
    yield field.at('podReplacementPolicy').notSupported(podReplacementPolicy, policies);
  }
}

function* validateRestartPolicy({ template, podFailurePolicy }: Readonly<JobSpec>, field: Field, gates: FeatureGates): FieldErrors {
  yield* validatePodTemplate(template, field, gates);
  const restartPolicy = template.spec?.restartPolicy;
  const at = field.at('spec', 'restartPolicy');
  if (!restartPolicy || restartPolicy === 'Always') yield at.required('valid values: "OnFailure", "Never"');
  else if (!restartPolicies.includes(restartPolicy)) yield at.notSupported(restartPolicy, restartPolicies);
  else if (podFailurePolicy && restartPolicy !== 'Never') {
    yield at.invalid(restartPolicy, 'only "Never" is supported when podFailurePolicy is specified');
  }
}
