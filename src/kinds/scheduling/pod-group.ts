import type { FeatureGates } from '../../model/features/feature-gates.ts';
import type { Feature } from '../../model/features/known-features.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { ageColumn } from '../columns.ts';
import { validateConditions } from '../condition-validation.ts';
import { validateDnsSubdomain } from '../field-checks.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { isSame } from '../same.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { Condition } from '../../model/meta.ts';
import { always, defineType, list, object, required, string, type Infer } from '../../model/schema.ts';
import { dropGatedGroupFields } from './pod-group-gated-fields.ts';
import { PodGroupSpec } from './pod-group-template.ts';
import { mostGroupClaims, validateGroup, validateTemplateReference, validateUniqueNames } from './pod-group-validation.ts';

export const PodGroupResourceClaimStatus = defineType(
  'io.k8s.api.scheduling.v1alpha2.PodGroupResourceClaimStatus',
  'What claim a group has got.',
  {
    name: required(string(1, 'What pods call the claim.')),
    resourceClaimName: string(2, 'The claim that was made.'),
  },
);

export interface PodGroupResourceClaimStatus extends Infer<typeof PodGroupResourceClaimStatus> {}

export const PodGroupStatus = defineType('io.k8s.api.scheduling.v1alpha2.PodGroupStatus', 'What has become of a group.', {
  conditions: list(1, Condition, 'What is known, by type.', {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
  resourceClaimStatuses: list(2, PodGroupResourceClaimStatus, 'Claims that were made for the group.', {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: 'merge,retainKeys',
    patchMergeKey: 'name',
  }),
});

export interface PodGroupStatus extends Infer<typeof PodGroupStatus> {}

export interface PodGroup extends KubeObject {
  spec: PodGroupSpec;
  status: PodGroupStatus;
}

export const PodGroup: Kind<PodGroup> = defineKind({
  group: 'scheduling.k8s.io',
  version: 'v1alpha2',
  kind: 'PodGroup',
  plural: 'podgroups',
  scope: 'Namespaced',
  subresources: ['status'],
  features: ['GenericWorkload'],
  schema: 'io.k8s.api.scheduling.v1alpha2.PodGroup',
  description: 'Pods that are scheduled together.',
  fields: {
    spec: required(object(2, PodGroupSpec, 'What is wanted.')),
    status: always(object(3, PodGroupStatus, 'What is the case, as those who see to it report it.')),
  },
  resetFields: { status: ['metadata', 'spec'] },
  prepareCreate: ({ spec }, { gates }) => dropGatedGroupFields(spec, gates),
  prepareUpdate: ({ spec }, previous, { gates }) => dropGatedGroupFields(spec, gates, previous.spec),
  prepareStatusUpdate({ metadata, spec, status }, previous, { gates }) {
    keepMetadata(metadata, previous.metadata);
    if (!gates.isOn('DRAWorkloadResourceClaims') && !spec.resourceClaims?.length) delete status.resourceClaimStatuses;
  },
  *validateCreate({ spec }, field) {
    const at = field.at('spec');
    if (spec.podGroupTemplateRef) yield* validateTemplateReference(spec.podGroupTemplateRef, at.at('podGroupTemplateRef'));
    yield* validateGroup(spec, at);
  },
  validateUpdate: ({ spec }, previous, field, { gates }) => validateChange(spec, previous.spec, field.at('spec'), gates),
  validateStatusUpdate: ({ spec, status }, _previous, field) => validateStatus(status, spec, field.at('status')),
  columns: [
    { name: 'Policy', description: 'How its pods are placed.', value: ({ spec }) => (spec.schedulingPolicy.gang ? 'Gang' : 'Basic') },
    {
      name: 'Workload',
      description: 'The workload that it is of.',
      value: ({ spec }) => spec.podGroupTemplateRef?.workload?.workloadName ?? '<none>',
    },
    { name: 'Status', description: 'What has become of it.', value: ({ status }) => stateText(status) },
    ageColumn,
  ],
});

function stateText({ conditions = [] }: Readonly<PodGroupStatus>): string {
  const last = (wanted: string) => conditions.findLast(({ type }) => type === wanted);
  const disrupted = last('DisruptionTarget');
  if (disrupted) return disrupted.reason;
  const scheduled = last('PodGroupScheduled');
  return scheduled ? (scheduled.status === 'True' ? 'Scheduled' : 'Unschedulable') : 'Pending';
}

const featureOf: Partial<Record<keyof PodGroupSpec, Feature>> = {
  schedulingConstraints: 'TopologyAwareWorkloadScheduling',
  disruptionMode: 'WorkloadAwarePreemption',
  priorityClassName: 'WorkloadAwarePreemption',
  priority: 'WorkloadAwarePreemption',
};

function* validateChange(spec: Readonly<PodGroupSpec>, previous: Readonly<PodGroupSpec>, field: Field, gates: FeatureGates): FieldErrors {
  for (const [name, { schema }] of Object.entries(PodGroupSpec.fields)) {
    // The names are those of the type.
    const key = name as keyof PodGroupSpec;
    const isKept = key === 'priorityClassName' ? (spec[key] ?? '') === (previous[key] ?? '') : isSame(schema, spec[key], previous[key]);
    if (isKept) continue;
    const feature = featureOf[key];
    // What is left of a feature that is off now may go.
    if (feature === undefined || gates.isOn(feature)) yield field.at(name).invalid(null, 'field is immutable');
    else if (spec[key] !== undefined && spec[key] !== '') yield field.at(name).forbidden('');
    const claims = key === 'resourceClaims' ? (spec[key]?.length ?? 0) : 0;
    if (claims > mostGroupClaims) yield field.at(name).tooMany(claims, mostGroupClaims);
  }
}

function* validateStatus(status: Readonly<PodGroupStatus>, { resourceClaims = [] }: Readonly<PodGroupSpec>, field: Field): FieldErrors {
  yield* validateConditions(status.conditions, field.at('conditions'));
  const at = field.at('resourceClaimStatuses');
  const statuses = status.resourceClaimStatuses ?? [];
  for (const [index, { name }] of statuses.entries()) {
    if (resourceClaims.some((claim) => claim.name === name)) continue;
    yield at.at(index, 'name').invalid(name, 'must match the name of an entry in `spec.resourceClaims`');
  }
  if (statuses.length > mostGroupClaims) {
    yield at.tooMany(statuses.length, mostGroupClaims);
    return;
  }
  yield* validateUniqueNames(statuses, at);
  for (const [index, { resourceClaimName }] of statuses.entries()) {
    if (resourceClaimName !== undefined) yield* validateDnsSubdomain(resourceClaimName, at.at(index, 'resourceClaimName'));
  }
}
