import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, boolean, list, object, required, string, type Infer } from '../../model/schema.ts';

export const SelfSubjectRulesReviewSpec = defineType('io.k8s.api.authorization.v1.SelfSubjectRulesReviewSpec', {
  namespace: string(1),
});

export interface SelfSubjectRulesReviewSpec extends Infer<typeof SelfSubjectRulesReviewSpec> {}

export const NonResourceRule = defineType('io.k8s.api.authorization.v1.NonResourceRule', {
  verbs: required(list(1, 'string', { listType: 'atomic' })),
  nonResourceURLs: list(2, 'string', { listType: 'atomic' }),
});

export interface NonResourceRule extends Infer<typeof NonResourceRule> {}

export const ResourceRule = defineType('io.k8s.api.authorization.v1.ResourceRule', {
  verbs: required(list(1, 'string', { listType: 'atomic' })),
  apiGroups: list(2, 'string', { listType: 'atomic' }),
  resources: list(3, 'string', { listType: 'atomic' }),
  resourceNames: list(4, 'string', { listType: 'atomic' }),
});

export interface ResourceRule extends Infer<typeof ResourceRule> {}

export const SubjectRulesReviewStatus = defineType('io.k8s.api.authorization.v1.SubjectRulesReviewStatus', {
  resourceRules: required(list(1, ResourceRule, { listType: 'atomic' })),
  nonResourceRules: required(list(2, NonResourceRule, { listType: 'atomic' })),
  incomplete: required(boolean(3)),
  evaluationError: string(4),
});

export interface SubjectRulesReviewStatus extends Infer<typeof SubjectRulesReviewStatus> {}

export interface SelfSubjectRulesReview extends KubeObject {
  spec: SelfSubjectRulesReviewSpec;
  status: SubjectRulesReviewStatus;
}

export const SelfSubjectRulesReview: Kind<SelfSubjectRulesReview> = defineKind({
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectRulesReview',
  plural: 'selfsubjectrulesreviews',
  scope: 'Cluster',
  verbs: ['create'],
  schema: 'io.k8s.api.authorization.v1.SelfSubjectRulesReview',
  fields: {
    spec: required(object(2, SelfSubjectRulesReviewSpec)),
    status: always(object(3, SubjectRulesReviewStatus)),
  },
});
