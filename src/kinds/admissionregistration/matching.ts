import { LabelSelector } from '../../model/meta.ts';
import { defineType, bytes, embed, int32, list, object, oneOf, required, string, type Infer } from '../../model/schema.ts';

export const AuditAnnotation = defineType('io.k8s.api.admissionregistration.v1.AuditAnnotation', {
  key: required(string(1)),
  valueExpression: required(string(2)),
});

export interface AuditAnnotation extends Infer<typeof AuditAnnotation> {}

export const MatchCondition = defineType('io.k8s.api.admissionregistration.v1.MatchCondition', {
  name: required(string(1)),
  expression: required(string(2)),
});

export interface MatchCondition extends Infer<typeof MatchCondition> {}

export const Rule = defineType('io.k8s.api.admissionregistration.v1.Rule', {
  apiGroups: list(1, 'string', { listType: 'atomic' }),
  apiVersions: list(2, 'string', { listType: 'atomic' }),
  resources: list(3, 'string', { listType: 'atomic' }),
  scope: string(4),
});

export interface Rule extends Infer<typeof Rule> {}

export const RuleWithOperations = defineType('io.k8s.api.admissionregistration.v1.RuleWithOperations', {
  operations: list(1, 'string', { listType: 'atomic' }),
  ...embed(2, Rule),
});

export interface RuleWithOperations extends Infer<typeof RuleWithOperations> {}

export const NamedRuleWithOperations = defineType(
  'io.k8s.api.admissionregistration.v1.NamedRuleWithOperations',
  {
    resourceNames: list(1, 'string', { listType: 'atomic' }),
    ...embed(2, RuleWithOperations),
  },
  { mapType: 'atomic' },
);

export interface NamedRuleWithOperations extends Infer<typeof NamedRuleWithOperations> {}

export const MatchResources = defineType(
  'io.k8s.api.admissionregistration.v1.MatchResources',
  {
    namespaceSelector: object(1, LabelSelector),
    objectSelector: object(2, LabelSelector),
    resourceRules: list(3, NamedRuleWithOperations, { listType: 'atomic' }),
    excludeResourceRules: list(4, NamedRuleWithOperations, { listType: 'atomic' }),
    matchPolicy: oneOf(7, ['Equivalent', 'Exact']),
  },
  { mapType: 'atomic' },
);

export interface MatchResources extends Infer<typeof MatchResources> {}

export const ParamKind = defineType(
  'io.k8s.api.admissionregistration.v1.ParamKind',
  {
    apiVersion: string(1),
    kind: string(2),
  },
  { mapType: 'atomic' },
);

export interface ParamKind extends Infer<typeof ParamKind> {}

export const Variable = defineType(
  'io.k8s.api.admissionregistration.v1.Variable',
  {
    name: required(string(1)),
    expression: required(string(2)),
  },
  { mapType: 'atomic' },
);

export interface Variable extends Infer<typeof Variable> {}

export const ParamRef = defineType(
  'io.k8s.api.admissionregistration.v1.ParamRef',
  {
    name: string(1),
    namespace: string(2),
    selector: object(3, LabelSelector),
    parameterNotFoundAction: string(4),
  },
  { mapType: 'atomic' },
);

export interface ParamRef extends Infer<typeof ParamRef> {}

export const ServiceReference = defineType('io.k8s.api.admissionregistration.v1.ServiceReference', {
  namespace: required(string(1)),
  name: required(string(2)),
  path: string(3),
  port: int32(4),
});

export interface ServiceReference extends Infer<typeof ServiceReference> {}

export const WebhookClientConfig = defineType('io.k8s.api.admissionregistration.v1.WebhookClientConfig', {
  service: object(1, ServiceReference),
  caBundle: bytes(2),
  url: string(3),
});

export interface WebhookClientConfig extends Infer<typeof WebhookClientConfig> {}
