import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { Condition } from '../../model/meta.ts';
import { defineType, always, int64, list, object, oneOf, required, string, type Infer } from '../../model/schema.ts';
import { AuditAnnotation, MatchCondition, MatchResources, ParamKind, Variable } from './matching.ts';

export const Validation = defineType('io.k8s.api.admissionregistration.v1.Validation', {
  expression: required(string(1)),
  message: string(2),
  reason: string(3),
  messageExpression: string(4),
});

export interface Validation extends Infer<typeof Validation> {}

export const ValidatingAdmissionPolicySpec = defineType('io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicySpec', {
  paramKind: object(1, ParamKind),
  matchConstraints: object(2, MatchResources),
  validations: list(3, Validation, { listType: 'atomic' }),
  failurePolicy: oneOf(4, ['Fail', 'Ignore']),
  auditAnnotations: list(5, AuditAnnotation, { listType: 'atomic' }),
  matchConditions: list(6, MatchCondition, { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' }),
  variables: list(7, Variable, { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' }),
});

export interface ValidatingAdmissionPolicySpec extends Infer<typeof ValidatingAdmissionPolicySpec> {}

export const ExpressionWarning = defineType('io.k8s.api.admissionregistration.v1.ExpressionWarning', {
  fieldRef: required(string(2)),
  warning: required(string(3)),
});

export interface ExpressionWarning extends Infer<typeof ExpressionWarning> {}

export const TypeChecking = defineType('io.k8s.api.admissionregistration.v1.TypeChecking', {
  expressionWarnings: list(1, ExpressionWarning, { listType: 'atomic' }),
});

export interface TypeChecking extends Infer<typeof TypeChecking> {}

export const ValidatingAdmissionPolicyStatus = defineType('io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyStatus', {
  observedGeneration: int64(1),
  typeChecking: object(2, TypeChecking),
  conditions: list(3, Condition, { listType: 'map', listMapKeys: ['type'] }),
});

export interface ValidatingAdmissionPolicyStatus extends Infer<typeof ValidatingAdmissionPolicyStatus> {}

export interface ValidatingAdmissionPolicy extends KubeObject {
  spec: ValidatingAdmissionPolicySpec;
  status: ValidatingAdmissionPolicyStatus;
}

export const ValidatingAdmissionPolicy: Kind<ValidatingAdmissionPolicy> = defineKind({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'ValidatingAdmissionPolicy',
  plural: 'validatingadmissionpolicies',
  categories: ['api-extensions'],
  scope: 'Cluster',
  subresources: ['status'],
  schema: 'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicy',
  fields: {
    spec: always(object(2, ValidatingAdmissionPolicySpec)),
    status: always(object(3, ValidatingAdmissionPolicyStatus)),
  },
});
