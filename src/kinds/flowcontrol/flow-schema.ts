import { ageColumn } from '../columns.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { validateConditionTypes } from './conditions.ts';
import { validateFlowSchema } from './flow-schema-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, boolean, int32, list, object, required, string, time, type Infer } from '../../model/schema.ts';

export const FlowDistinguisherMethod = defineType(
  'io.k8s.api.flowcontrol.v1.FlowDistinguisherMethod',
  'Requests of one user, or for one namespace, as one flow.',
  {
    type: required(string(1, 'ByUser or ByNamespace.')),
  },
);

export interface FlowDistinguisherMethod extends Infer<typeof FlowDistinguisherMethod> {}

export const PriorityLevelConfigurationReference = defineType(
  'io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationReference',
  'Names a priority level.',
  {
    name: required(string(1, 'Name of the PriorityLevelConfiguration.')),
  },
);

export interface PriorityLevelConfigurationReference extends Infer<typeof PriorityLevelConfigurationReference> {}

export const NonResourcePolicyRule = defineType(
  'io.k8s.api.flowcontrol.v1.NonResourcePolicyRule',
  'Which requests for paths that are no resources are meant.',
  {
    verbs: required(list(1, 'string', 'What is done: get, post and so on; * for everything.', { listType: 'set' })),
    nonResourceURLs: required(
      list(6, 'string', 'Paths, such as /healthz, or /debug/* with what is below; * for all.', { listType: 'set' }),
    ),
  },
);

export interface NonResourcePolicyRule extends Infer<typeof NonResourcePolicyRule> {}

export const ResourcePolicyRule = defineType('io.k8s.api.flowcontrol.v1.ResourcePolicyRule', 'Which requests for resources are meant.', {
  verbs: required(list(1, 'string', 'What is done: get, list and so on; * for everything.', { listType: 'set' })),
  apiGroups: required(list(2, 'string', 'Groups of the API: an empty text for core, * for all.', { listType: 'set' })),
  resources: required(list(3, 'string', 'Resources with subresources, such as pods or pods/log; * for all.', { listType: 'set' })),
  clusterScope: boolean(4, 'Whether requests without a namespace are meant, too. False unless given.'),
  namespaces: always(list(5, 'string', 'Namespaces that are meant; * for all. None means only requests without one.', { listType: 'set' })),
});

export interface ResourcePolicyRule extends Infer<typeof ResourcePolicyRule> {}

export const GroupSubject = defineType('io.k8s.api.flowcontrol.v1.GroupSubject', 'All users of a group.', {
  name: required(string(1, 'Name of the group; * for all.')),
});

export interface GroupSubject extends Infer<typeof GroupSubject> {}

export const ServiceAccountSubject = defineType(
  'io.k8s.api.flowcontrol.v1.ServiceAccountSubject',
  'One service account, or all of a namespace.',
  {
    namespace: required(string(1, 'Namespace of the account.')),
    name: required(string(2, 'Name of the account; * for all of the namespace.')),
  },
);

export interface ServiceAccountSubject extends Infer<typeof ServiceAccountSubject> {}

export const UserSubject = defineType('io.k8s.api.flowcontrol.v1.UserSubject', 'One user, or all.', {
  name: required(string(1, 'Name of the user; * for all.')),
});

export interface UserSubject extends Infer<typeof UserSubject> {}

export const Subject = defineType(
  'io.k8s.api.flowcontrol.v1.Subject',
  'Who sends requests. One field is set, as kind says.',
  {
    kind: required(string(1, 'Which field is set: User, Group or ServiceAccount.')),
    user: object(2, UserSubject, 'The user that is meant.'),
    group: object(3, GroupSubject, 'The group that is meant.'),
    serviceAccount: object(4, ServiceAccountSubject, 'The service account that is meant.'),
  },
  { union: { discriminator: 'kind', members: ['group', 'serviceAccount', 'user'] } },
);

export interface Subject extends Infer<typeof Subject> {}

export const PolicyRulesWithSubjects = defineType(
  'io.k8s.api.flowcontrol.v1.PolicyRulesWithSubjects',
  'Which requests of whom are meant.',
  {
    subjects: required(list(1, Subject, 'Who sends them; one must match.', { listType: 'atomic' })),
    resourceRules: list(2, ResourcePolicyRule, 'Requests for resources; one of these or the other rules must match.', {
      listType: 'atomic',
    }),
    nonResourceRules: list(3, NonResourcePolicyRule, 'Requests for other paths.', { listType: 'atomic' }),
  },
);

export interface PolicyRulesWithSubjects extends Infer<typeof PolicyRulesWithSubjects> {}

export const FlowSchemaSpec = defineType('io.k8s.api.flowcontrol.v1.FlowSchemaSpec', 'The state that is wanted.', {
  priorityLevelConfiguration: required(object(1, PriorityLevelConfigurationReference, 'Priority level of the requests.')),
  matchingPrecedence: always(int32(2, 'Which schema wins if several match: the lowest number. 1 to 10000, 1000 unless given.')),
  distinguisherMethod: object(
    3,
    FlowDistinguisherMethod,
    'What divides the requests into flows that are served in turn; one flow unless given.',
  ),
  rules: list(4, PolicyRulesWithSubjects, 'Requests that are meant; one must match.', { listType: 'atomic' }),
});

export interface FlowSchemaSpec extends Infer<typeof FlowSchemaSpec> {}

export const FlowSchemaCondition = defineType(
  'io.k8s.api.flowcontrol.v1.FlowSchemaCondition',
  "One aspect of a schema's state, and since when it is so.",
  {
    type: string(1, 'Name of the aspect: Dangling.'),
    status: string(2, 'Whether it holds: True, False or Unknown.'),
    lastTransitionTime: always(time(3, 'When the status last changed.')),
    reason: string(4, 'Why, in one word.'),
    message: string(5, 'Why, in a sentence.'),
  },
);

export interface FlowSchemaCondition extends Infer<typeof FlowSchemaCondition> {}

export const FlowSchemaStatus = defineType('io.k8s.api.flowcontrol.v1.FlowSchemaStatus', 'The state that was found last.', {
  conditions: list(1, FlowSchemaCondition, 'Aspects such as Dangling, which says that the priority level does not exist.', {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
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
  description: 'Sorts requests to the API server by importance, so that a flood of some does not hold up the others.',
  fields: {
    spec: always(object(2, FlowSchemaSpec, 'Which requests are meant, and how important they are.')),
    status: always(object(3, FlowSchemaStatus, 'Whether the schema can be used.')),
  },

  countsGenerations: true,
  resetFields: { status: ['metadata', 'spec'] },
  defaults({ spec }) {
    spec.matchingPrecedence ||= 1000;
  },
  prepareStatusUpdate: ({ metadata }, previous) => keepMetadata(metadata, previous.metadata),
  ruleOrder: { update: ['metadata', 'object'], status: ['change'] },
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
