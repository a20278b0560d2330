import { ageColumn } from '../columns.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { checkPathSegment } from '../../model/names.ts';
import { allInvalid, validateDnsLabel, validateDnsSubdomain } from '../field-checks.ts';
import { isSame } from '../same.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, list, listOf, object, required, string, type Infer } from '../../model/schema.ts';
import { dropGatedGroupFields } from './pod-group-gated-fields.ts';
import { PodGroupTemplate } from './pod-group-template.ts';
import { validateGroup, validateUniqueNames } from './pod-group-validation.ts';

export const TypedLocalObjectReference = defineType(
  'io.k8s.api.scheduling.v1alpha2.TypedLocalObjectReference',
  'An object of the namespace.',
  {
    apiGroup: string(1, 'Its group; empty for the core.'),
    kind: required(string(2, 'What the object is, such as Job.')),
    name: required(string(3, 'Which object of that kind is meant.')),
  },
);

export interface TypedLocalObjectReference extends Infer<typeof TypedLocalObjectReference> {}

export const WorkloadSpec = defineType('io.k8s.api.scheduling.v1alpha2.WorkloadSpec', 'Which groups of pods belong to an application.', {
  controllerRef: object(1, TypedLocalObjectReference, 'The object whose pods these are, such as a Job.'),
  podGroupTemplates: required(
    list(2, PodGroupTemplate, 'What the groups of pods are made from.', { listType: 'map', listMapKeys: ['name'] }),
  ),
});

export interface WorkloadSpec extends Infer<typeof WorkloadSpec> {}

export interface Workload extends KubeObject {
  spec: WorkloadSpec;
}

export const Workload: Kind<Workload> = defineKind({
  group: 'scheduling.k8s.io',
  version: 'v1alpha2',
  kind: 'Workload',
  plural: 'workloads',
  scope: 'Namespaced',
  features: ['GenericWorkload'],
  schema: 'io.k8s.api.scheduling.v1alpha2.Workload',
  description: 'An application whose pods are scheduled in groups.',
  fields: {
    spec: required(object(2, WorkloadSpec, 'What is wanted.')),
  },
  prepareCreate: ({ spec }, { gates }) => templatesOf(spec).forEach((template) => dropGatedGroupFields(template, gates)),
  prepareUpdate({ spec }, { spec: previous }, { gates }) {
    for (const [index, template] of templatesOf(spec).entries()) dropGatedGroupFields(template, gates, templatesOf(previous)[index]);
  },
  *validateCreate({ spec }, field) {
    const at = field.at('spec');
    if (spec.controllerRef) yield* validateReference(spec.controllerRef, at.at('controllerRef'));
    yield* validateTemplates(templatesOf(spec), at.at('podGroupTemplates'));
  },
  *validateUpdate({ spec }, { spec: previous }, field) {
    const reference = field.at('spec', 'controllerRef');
    if (!isSame(TypedLocalObjectReference, spec.controllerRef, previous.controllerRef)) {
      yield reference.invalid(null, immutable);
    }
    const templates = field.at('spec', 'podGroupTemplates');
    if (isSame(listOf(PodGroupTemplate), spec.podGroupTemplates, previous.podGroupTemplates)) return;
    yield templates.invalid(null, immutable);
    yield* validateCount(templatesOf(spec), templates);
  },
  columns: [ageColumn],
});

const immutable = 'field is immutable';
const mostTemplates = 8;

// Clients may leave them out, which is refused.
const templatesOf = (spec: Readonly<Partial<WorkloadSpec>>): PodGroupTemplate[] => spec.podGroupTemplates ?? [];

function* validateReference({ apiGroup, kind, name }: Readonly<TypedLocalObjectReference>, field: Field): FieldErrors {
  if (apiGroup) yield* validateDnsSubdomain(apiGroup, field.at('apiGroup'));
  if (kind) yield* allInvalid(kind, checkPathSegment(kind), field.at('kind'));
  else yield field.at('kind').required();
  if (name) yield* allInvalid(name, checkPathSegment(name), field.at('name'));
  else yield field.at('name').required();
}

function* validateCount(templates: readonly PodGroupTemplate[], field: Field): FieldErrors {
  if (templates.length > mostTemplates) yield field.tooMany(templates.length, mostTemplates);
  if (templates.length === 0) yield field.required();
}

function* validateTemplates(templates: readonly PodGroupTemplate[], field: Field): FieldErrors {
  yield* validateCount(templates, field);
  if (templates.length > mostTemplates) return;
  yield* validateUniqueNames(templates, field);
  for (const [index, template] of templates.entries()) {
    const at = field.at(index);
    if (template.name) yield* validateDnsLabel(template.name, at.at('name'));
    else yield at.at('name').required();
    yield* validateGroup(template, at);
  }
}
