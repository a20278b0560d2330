import { quotaWarnings, validateQuotaList, validateQuotaSpec } from './resource-quota-validation.ts';
import { roundResources } from './resource-list.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, list, map, object, oneOf, required, type Infer } from '../../model/schema.ts';

export const ScopedResourceSelectorRequirement = defineType(
  'io.k8s.api.core.v1.ScopedResourceSelectorRequirement',
  'A demand on the objects that count.',
  {
    scopeName: required(
      oneOf(
        1,
        [
          'BestEffort',
          'CrossNamespacePodAffinity',
          'NotBestEffort',
          'NotTerminating',
          'PriorityClass',
          'Terminating',
          'VolumeAttributesClass',
        ],
        'What is looked at, such as PriorityClass.',
      ),
    ),
    operator: required(oneOf(2, ['DoesNotExist', 'Exists', 'In', 'NotIn'], 'How it is compared: In, NotIn, Exists or DoesNotExist.')),
    values: list(3, 'string', 'Values to compare with; only for In and NotIn.', { listType: 'atomic' }),
  },
);

export interface ScopedResourceSelectorRequirement extends Infer<typeof ScopedResourceSelectorRequirement> {}

export const ScopeSelector = defineType(
  'io.k8s.api.core.v1.ScopeSelector',
  'Which objects count. They must meet all demands.',
  {
    matchExpressions: list(1, ScopedResourceSelectorRequirement, 'Demands that an object must meet to count.', { listType: 'atomic' }),
  },
  { mapType: 'atomic' },
);

export interface ScopeSelector extends Infer<typeof ScopeSelector> {}

export const ResourceQuotaSpec = defineType('io.k8s.api.core.v1.ResourceQuotaSpec', 'The state that is wanted.', {
  hard: map(
    1,
    'quantity',
    'The most of each resource, such as requests.cpu, limits.memory, pods or count/jobs.batch. Requests that exceed it are refused.',
  ),
  scopes: list(2, 'string', 'Which objects count, such as Terminating or BestEffort; all unless given.', {
    listType: 'atomic',
    itemEnum: [
      'BestEffort',
      'CrossNamespacePodAffinity',
      'NotBestEffort',
      'NotTerminating',
      'PriorityClass',
      'Terminating',
      'VolumeAttributesClass',
    ],
  }),
  scopeSelector: object(
    3,
    ScopeSelector,
    'Which objects count, where scopes do not say it well enough, such as those of one priority class.',
  ),
});

export interface ResourceQuotaSpec extends Infer<typeof ResourceQuotaSpec> {}

export const ResourceQuotaStatus = defineType('io.k8s.api.core.v1.ResourceQuotaStatus', 'The state that was found last.', {
  hard: map(1, 'quantity', 'Limits that are in force.'),
  used: map(2, 'quantity', 'How much of each resource is in use.'),
});

export interface ResourceQuotaStatus extends Infer<typeof ResourceQuotaStatus> {}

export interface ResourceQuota extends KubeObject {
  spec: ResourceQuotaSpec;
  status: ResourceQuotaStatus;
}

export const ResourceQuota: Kind<ResourceQuota> = defineKind({
  group: '',
  version: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  shortNames: ['quota'],
  scope: 'Namespaced',
  subresources: ['status'],
  schema: 'io.k8s.api.core.v1.ResourceQuota',
  description: 'Limits what all objects of a namespace may use together. With a quota on CPU or memory every new pod must state its own.',
  fields: {
    spec: always(object(2, ResourceQuotaSpec, 'What the namespace may use.')),
    status: always(object(3, ResourceQuotaStatus, 'What the namespace uses.')),
  },
  defaults({ spec, status }) {
    for (const list of [spec.hard, status.hard, status.used]) roundResources(list);
  },
  *validate({ spec }, field) {
    yield* validateQuotaSpec(spec, field.at('spec'));
  },
  *validateUpdate(next, previous, field) {
    const [now, before] = [new Set(next.spec.scopes), new Set(previous.spec.scopes)];
    if (now.symmetricDifference(before).size > 0) yield field.at('spec', 'scopes').invalid(next.spec.scopes ?? null, 'field is immutable');
  },
  *validateStatusUpdate({ status }, _previous, field) {
    yield* validateQuotaList(status.hard, field.at('status', 'hard'));
    yield* validateQuotaList(status.used, field.at('status', 'used'));
  },
  *warnings({ spec }, previous) {
    if (!previous) yield* quotaWarnings(spec.hard ?? {});
  },
  columns: [
    {
      name: 'Request',
      description: 'What is used of what may be requested.',
      value: ({ status }) => usage(status, (name) => !name.startsWith('limits.')),
    },
    {
      name: 'Limit',
      description: 'What is used of what limits may add up to.',
      value: ({ status }) => usage(status, (name) => name.startsWith('limits.')),
    },
  ],
});

function usage({ hard = {}, used = {} }: ResourceQuotaStatus, isShown: (name: string) => boolean): string {
  return Object.keys(hard)
    .filter(isShown)
    .sort()
    .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name] ?? '0'}`)
    .join(', ');
}
