import type { FeatureGates } from '../../../model/features/feature-gates.ts';
import type { Field, FieldErrors } from '../../../model/field.ts';
import { LabelSelector } from '../../../model/meta.ts';
import type { ObjectSchema } from '../../../model/schema.ts';
import type { Container } from '../../core/pod/container.ts';
import { PodSpec } from '../../core/pod/spec.ts';
import { PodTemplateSpec } from '../../core/pod/template.ts';
import { validateImmutable } from '../../field-checks.ts';
import { goForm } from '../../go-form.ts';
import { isSame } from '../../same.ts';
import { isJobSuspended } from './conditions.ts';
import type { Job } from './index.ts';
import { PodFailurePolicy, SuccessPolicy, type JobSpec } from './schema.ts';
import { validateJobSpec } from './validation.ts';

type Template = Readonly<PodTemplateSpec>;

/** Jobs that run keep what they were asked to do; how much of it at once may change. */
export function* validateJobUpdate({ spec }: Readonly<Job>, previous: Readonly<Job>, field: Field, gates: FeatureGates): FieldErrors {
  const before = previous.spec;
  yield* validateJobSpec(spec, field, gates);
  yield* validateCompletions(spec, before, field.at('completions'));
  yield* validateKept(LabelSelector, spec.selector, before.selector, field.at('selector'));
  yield* validateTemplate(spec.template, previous, field.at('template'));
  yield* validateImmutable(spec.completionMode, before.completionMode, field.at('completionMode'));
  yield* validateKept(PodFailurePolicy, spec.podFailurePolicy, before.podFailurePolicy, field.at('podFailurePolicy'));
  yield* validateImmutable(spec.backoffLimitPerIndex, before.backoffLimitPerIndex, field.at('backoffLimitPerIndex'));
  yield* validateImmutable(spec.managedBy, before.managedBy, field.at('managedBy'));
  yield* validateKept(SuccessPolicy, spec.successPolicy, before.successPolicy, field.at('successPolicy'));
}

function* validateKept<T>(
  schema: ObjectSchema<T>,
  next: Readonly<T> | undefined,
  previous: Readonly<T> | undefined,
  field: Field,
): FieldErrors {
  if (!isSame(schema, next, previous)) yield field.invalid(next ? goForm(schema, next) : null, 'field is immutable');
}

/** Indexed jobs may grow and shrink as long as all of their pods run at once. */
function* validateCompletions(next: Readonly<JobSpec>, previous: Readonly<JobSpec>, field: Field): FieldErrors {
  const { completions } = next;
  if (next.completionMode !== 'Indexed') {
    yield* validateImmutable(completions, previous.completions, field);
  } else if (completions !== previous.completions && completions !== undefined && completions !== next.parallelism) {
    yield field.invalid(completions, 'can only be modified in tandem with spec.parallelism');
  }
}

/** Before a suspended job starts, queueing systems may say where its pods run and what they get. */
function* validateTemplate(next: Template, { spec, status }: Readonly<Job>, field: Field): FieldErrors {
  const isIdle = !status.startTime || isJobSuspended({ status });
  const isAdjustable = spec.suspend === true && isIdle && !status.active;
  if (!isAdjustable) {
    yield* validateKept(PodTemplateSpec, next, spec.template, field);
    return;
  }
  const previous = withResourcesOf(withPlacementOf(spec.template, next), next);
  yield* validateKept(PodSpec, next.spec, previous.spec, field.at('spec'));
}

function withPlacementOf(previous: Template, { metadata, spec }: Template): PodTemplateSpec {
  const { affinity, nodeSelector: _, tolerations: __, schedulingGates: ___, ...rest } = previous.spec ?? { containers: [] };
  const { nodeAffinity: ____, ...otherAffinity } = affinity ?? {};
  const nodeAffinity = spec?.affinity?.nodeAffinity;
  const hasAffinity = spec?.affinity !== undefined || Object.keys(otherAffinity).length > 0;
  return {
    ...(metadata && { metadata }),
    spec: {
      ...rest,
      ...(hasAffinity && { affinity: { ...otherAffinity, ...(nodeAffinity && { nodeAffinity }) } }),
      ...(spec?.nodeSelector && { nodeSelector: spec.nodeSelector }),
      ...(spec?.tolerations && { tolerations: spec.tolerations }),
      ...(spec?.schedulingGates && { schedulingGates: spec.schedulingGates }),
    },
  };
}

function withResourcesOf({ spec: previous, ...template }: PodTemplateSpec, { spec: next }: Template): PodTemplateSpec {
  if (!previous || !next) return template;
  const { initContainers } = previous;
  return {
    ...template,
    spec: {
      ...previous,
      containers: withContainerResources(previous.containers, next.containers),
      ...(initContainers && { initContainers: withContainerResources(initContainers, next.initContainers) }),
    },
  };
}

function withContainerResources(previous: readonly Container[], next: readonly Container[] | undefined): Container[] {
  if (previous.length !== next?.length) return [...previous];
  return previous.map((container, index) => {
    const { name, resources } = next[index] ?? container;
    return name === container.name && resources ? { ...container, resources } : container;
  });
}
