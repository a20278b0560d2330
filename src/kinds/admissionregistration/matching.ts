import { LabelSelector } from '../../model/meta.ts';
import { defineType, bytes, embed, int32, list, object, oneOf, required, string, type Infer } from '../../model/schema.ts';

export const AuditAnnotation = defineType(
  'io.k8s.api.admissionregistration.v1.AuditAnnotation',
  'A note in the audit log about a request.',
  {
    key: required(string(1, "Name of the note; the policy's name and a slash are put before it.")),
    valueExpression: required(string(2, 'CEL expression for the text. Nothing is noted if it gives null.')),
  },
);

export interface AuditAnnotation extends Infer<typeof AuditAnnotation> {}

export const MatchCondition = defineType('io.k8s.api.admissionregistration.v1.MatchCondition', 'A condition that requests must meet.', {
  name: required(string(1, 'Name of the condition, for messages. Unique in the list.')),
  expression: required(string(2, 'CEL expression over object, oldObject, request and authorizer that must give true.')),
});

export interface MatchCondition extends Infer<typeof MatchCondition> {}

export const Rule = defineType('io.k8s.api.admissionregistration.v1.Rule', 'Which resources are meant.', {
  apiGroups: list(1, 'string', 'Groups of the API: an empty text for core, * for all.', { listType: 'atomic' }),
  apiVersions: list(2, 'string', 'Versions of the API; * for all.', { listType: 'atomic' }),
  resources: list(3, 'string', 'Resources, such as pods, or pods/* with all subresources; * for all without, */* for all with.', {
    listType: 'atomic',
  }),
  scope: oneOf(4, ['*', 'Cluster', 'Namespaced'], 'Cluster, Namespaced, or * for both, the default.'),
});

export interface Rule extends Infer<typeof Rule> {}

export const RuleWithOperations = defineType('io.k8s.api.admissionregistration.v1.RuleWithOperations', 'Which requests are meant.', {
  operations: list(1, 'string', 'What is done: CREATE, UPDATE, DELETE, CONNECT, or * for all.', {
    listType: 'atomic',
    itemEnum: ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'],
  }),
  ...embed(2, Rule),
});

export interface RuleWithOperations extends Infer<typeof RuleWithOperations> {}

export const NamedRuleWithOperations = defineType(
  'io.k8s.api.admissionregistration.v1.NamedRuleWithOperations',
  'Which requests are meant, maybe by the names of objects.',
  {
    resourceNames: list(1, 'string', 'Names of the only objects that are meant; all unless given.', { listType: 'atomic' }),
    ...embed(2, RuleWithOperations),
  },
  { mapType: 'atomic' },
);

export interface NamedRuleWithOperations extends Infer<typeof NamedRuleWithOperations> {}

export const MatchResources = defineType(
  'io.k8s.api.admissionregistration.v1.MatchResources',
  'Which requests a policy is for.',
  {
    namespaceSelector: object(1, LabelSelector, 'Labels of the namespaces that objects are in; all unless given.'),
    objectSelector: object(2, LabelSelector, 'Labels of the objects, old or new; all unless given. Whoever sets labels can get past it.'),
    resourceRules: list(3, NamedRuleWithOperations, 'Requests that are meant; one must match.', { listType: 'atomic' }),
    excludeResourceRules: list(4, NamedRuleWithOperations, 'Requests that are not meant after all.', { listType: 'atomic' }),
    matchPolicy: oneOf(
      7,
      ['Equivalent', 'Exact'],
      'Equivalent (the default) also matches requests in other versions of the API, Exact only those listed.',
    ),
  },
  { mapType: 'atomic' },
);

export interface MatchResources extends Infer<typeof MatchResources> {}

export const ParamKind = defineType(
  'io.k8s.api.admissionregistration.v1.ParamKind',
  'A kind by its version and name.',
  {
    apiVersion: string(1, 'Group and version of the kind, such as rules.example.com/v1.'),
    kind: string(2, 'Kind of the objects.'),
  },
  { mapType: 'atomic' },
);

export interface ParamKind extends Infer<typeof ParamKind> {}

export const Variable = defineType(
  'io.k8s.api.admissionregistration.v1.Variable',
  'A value that expressions can use.',
  {
    name: required(string(1, 'Name of the value, for use as variables.NAME.')),
    expression: required(string(2, 'CEL expression for the value. It may use variables given before.')),
  },
  { mapType: 'atomic' },
);

export interface Variable extends Infer<typeof Variable> {}

export const ParamRef = defineType(
  'io.k8s.api.admissionregistration.v1.ParamRef',
  'Which objects hold the parameters.',
  {
    name: string(1, 'Name of the object. Either this or selector.'),
    namespace: string(2, 'Namespace of the object; that of the request unless given.'),
    selector: object(3, LabelSelector, 'Labels of the objects. The policy is applied once for each of them.'),
    parameterNotFoundAction: string(
      4,
      'What to do if there is none: Allow as if the policy did not exist, Deny as its failurePolicy says.',
    ),
  },
  { mapType: 'atomic' },
);

export interface ParamRef extends Infer<typeof ParamRef> {}

export const ServiceReference = defineType('io.k8s.api.admissionregistration.v1.ServiceReference', 'A service by its namespace and name.', {
  namespace: required(string(1, 'Namespace of the service.')),
  name: required(string(2, 'Name of the service.')),
  path: string(3, 'Path of the webhook: / unless given.'),
  port: int32(4, 'Port of the service: 443 unless given.'),
});

export interface ServiceReference extends Infer<typeof ServiceReference> {}

export const WebhookClientConfig = defineType(
  'io.k8s.api.admissionregistration.v1.WebhookClientConfig',
  'Where a webhook is. Either service or url.',
  {
    url: string(3, 'URL of the webhook, https, for one outside the cluster.'),
    service: object(1, ServiceReference, 'Service that serves the webhook.'),
    caBundle: bytes(2, "Certificates in PEM that the webhook's own must be signed by; the system's unless given."),
  },
);

export interface WebhookClientConfig extends Infer<typeof WebhookClientConfig> {}
