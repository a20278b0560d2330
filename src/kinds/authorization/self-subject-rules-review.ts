import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, boolean, list, object, required, string, type Infer } from '../../model/schema.ts';

export const SelfSubjectRulesReviewSpec = defineType('io.k8s.api.authorization.v1.SelfSubjectRulesReviewSpec', 'The question.', {
  namespace: string(1, 'Namespace that is asked about.'),
});

export interface SelfSubjectRulesReviewSpec extends Infer<typeof SelfSubjectRulesReviewSpec> {}

export const NonResourceRule = defineType('io.k8s.api.authorization.v1.NonResourceRule', 'Verbs and the paths that they may be used on.', {
  verbs: required(list(1, 'string', 'What may be done: get, post and so on; * for everything.', { listType: 'atomic' })),
  nonResourceURLs: list(2, 'string', 'Paths, such as /healthz; a * at the end stands for anything.', { listType: 'atomic' }),
});

export interface NonResourceRule extends Infer<typeof NonResourceRule> {}

export const ResourceRule = defineType('io.k8s.api.authorization.v1.ResourceRule', 'Verbs and the resources that they may be used on.', {
  verbs: required(list(1, 'string', 'What may be done: get, list and so on; * for everything.', { listType: 'atomic' })),
  apiGroups: list(2, 'string', 'Groups of the API; * for all.', { listType: 'atomic' }),
  resources: list(3, 'string', 'Resources; * for all.', { listType: 'atomic' }),
  resourceNames: list(4, 'string', 'Names of the only objects that are meant; all unless given.', { listType: 'atomic' }),
});

export interface ResourceRule extends Infer<typeof ResourceRule> {}

export const SubjectRulesReviewStatus = defineType('io.k8s.api.authorization.v1.SubjectRulesReviewStatus', 'The answer.', {
  resourceRules: required(list(1, ResourceRule, 'What may be done with resources. The order means nothing.', { listType: 'atomic' })),
  nonResourceRules: required(list(2, NonResourceRule, 'What may be done with other paths.', { listType: 'atomic' })),
  incomplete: required(boolean(3, 'Whether more may be allowed than is listed.')),
  evaluationError: string(4, 'What went wrong in finding out.'),
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
  description: 'Asks for all that you may do in a namespace. kubectl auth can-i --list asks it; it is meant for showing, not for deciding.',
  fields: {
    spec: required(object(2, SelfSubjectRulesReviewSpec, 'Where you want to do something.')),
    status: always(object(3, SubjectRulesReviewStatus, 'What you may do there.')),
  },
});
