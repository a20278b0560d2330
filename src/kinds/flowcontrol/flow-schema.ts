import { ageColumn } from '../columns.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { validateConditionTypes } from './conditions.ts';
import { validateFlowSchema } from './flow-schema-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, boolean, int32, list, object, required, string, time, type Infer } from '../../model/schema.ts';

export const FlowDistinguisherMethod = defineType('io.k8s.api.flowcontrol.v1.FlowDistinguisherMethod', {
  type: required(string(1)),
});

export interface FlowDistinguisherMethod extends Infer<typeof FlowDistinguisherMethod> {}

export const PriorityLevelConfigurationReference = defineType('io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationReference', {
  name: required(string(1)),
});

export interface PriorityLevelConfigurationReference extends Infer<typeof PriorityLevelConfigurationReference> {}

export const NonResourcePolicyRule = defineType('io.k8s.api.flowcontrol.v1.NonResourcePolicyRule', {
  verbs: required(list(1, 'string', { listType: 'set' })),
  nonResourceURLs: required(list(6, 'string', { listType: 'set' })),
});

export interface NonResourcePolicyRule extends Infer<typeof NonResourcePolicyRule> {}

export const ResourcePolicyRule = defineType('io.k8s.api.flowcontrol.v1.ResourcePolicyRule', {
  verbs: required(list(1, 'string', { listType: 'set' })),
  apiGroups: required(list(2, 'string', { listType: 'set' })),
  resources: required(list(3, 'string', { listType: 'set' })),
  clusterScope: boolean(4),
  namespaces: always(list(5, 'string', { listType: 'set' })),
});

export interface ResourcePolicyRule extends Infer<typeof ResourcePolicyRule> {}

export const GroupSubject = defineType('io.k8s.api.flowcontrol.v1.GroupSubject', {
  name: required(string(1)),
});

export interface GroupSubject extends Infer<typeof GroupSubject> {}

export const ServiceAccountSubject = defineType('io.k8s.api.flowcontrol.v1.ServiceAccountSubject', {
  namespace: required(string(1)),
  name: required(string(2)),
});

export interface ServiceAccountSubject extends Infer<typeof ServiceAccountSubject> {}

export const UserSubject = defineType('io.k8s.api.flowcontrol.v1.UserSubject', {
  name: required(string(1)),
});

export interface UserSubject extends Infer<typeof UserSubject> {}

export const Subject = defineType('io.k8s.api.flowcontrol.v1.Subject', {
  kind: required(string(1)),
  user: object(2, UserSubject),
  group: object(3, GroupSubject),
  serviceAccount: object(4, ServiceAccountSubject),
});

export interface Subject extends Infer<typeof Subject> {}

export const PolicyRulesWithSubjects = defineType('io.k8s.api.flowcontrol.v1.PolicyRulesWithSubjects', {
  subjects: required(list(1, Subject, { listType: 'atomic' })),
  resourceRules: list(2, ResourcePolicyRule, { listType: 'atomic' }),
  nonResourceRules: list(3, NonResourcePolicyRule, { listType: 'atomic' }),
});

export interface PolicyRulesWithSubjects extends Infer<typeof PolicyRulesWithSubjects> {}

export const FlowSchemaSpec = defineType('io.k8s.api.flowcontrol.v1.FlowSchemaSpec', {
  priorityLevelConfiguration: required(object(1, PriorityLevelConfigurationReference)),
  matchingPrecedence: always(int32(2)),
  distinguisherMethod: object(3, FlowDistinguisherMethod),
  rules: list(4, PolicyRulesWithSubjects, { listType: 'atomic' }),
});

export interface FlowSchemaSpec extends Infer<typeof FlowSchemaSpec> {}

export const FlowSchemaCondition = defineType('io.k8s.api.flowcontrol.v1.FlowSchemaCondition', {
  type: string(1),
  status: string(2),
  lastTransitionTime: always(time(3)),
  reason: string(4),
  message: string(5),
});

export interface FlowSchemaCondition extends Infer<typeof FlowSchemaCondition> {}

export const FlowSchemaStatus = defineType('io.k8s.api.flowcontrol.v1.FlowSchemaStatus', {
  conditions: list(1, FlowSchemaCondition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
});

export interface FlowSchemaStatus extends Infer<typeof FlowSchemaStatus> {}

export interface FlowSchema extends KubeObject {
  spec: FlowSchemaSpec;
  status: FlowSchemaStatus;
}

export const FlowSchema: Kind<FlowSchema> = defineKind({
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  kind: 'FlowSchema',
  plural: 'flowschemas',
  scope: 'Cluster',
  subresources: ['status'],
  schema: 'io.k8s.api.flowcontrol.v1.FlowSchema',
  fields: {
    spec: always(object(2, FlowSchemaSpec)),
    status: always(object(3, FlowSchemaStatus)),
  },

  countsGenerations: true,
  resetFields: { status: ['metadata', 'spec'] },
  defaults({ spec }) {
    spec.matchingPrecedence ||= 1000;
  },
  prepareStatusUpdate: ({ metadata }, previous) => keepMetadata(metadata, previous.metadata),
  validate: ({ metadata, spec }, field) => validateFlowSchema(metadata.name, spec, field.at('spec')),
  validateStatusUpdate: ({ status }, _previous, field) => validateConditionTypes(status.conditions, field.at('status')),
  columns: [
    {
      name: 'PriorityLevel',
      description: 'The priority level of its requests.',
      value: ({ spec }) => spec.priorityLevelConfiguration.name,
    },
    {
      name: 'MatchingPrecedence',
      description: 'Of the schemas that match a request the one with the lowest wins.',
      value: ({ spec }) => spec.matchingPrecedence ?? 0,
    },
    {
      name: 'DistinguisherMethod',
      description: 'What divides its requests into flows.',
      value: ({ spec }) => spec.distinguisherMethod?.type ?? '<none>',
    },
    ageColumn,
    {
      name: 'MissingPL',
      description: 'Whether its priority level does not exist.',
      value: ({ status }) => status.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?',
    },
  ],
});
