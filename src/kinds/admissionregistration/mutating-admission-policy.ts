import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, list, object, oneOf, required, string, type Infer } from '../../model/schema.ts';
import { MatchCondition, MatchResources, ParamKind, Variable } from './matching.ts';

export const ApplyConfiguration = defineType('io.k8s.api.admissionregistration.v1.ApplyConfiguration', {
  expression: string(1),
});

export interface ApplyConfiguration extends Infer<typeof ApplyConfiguration> {}

export const JSONPatch = defineType('io.k8s.api.admissionregistration.v1.JSONPatch', {
  expression: string(1),
});

export interface JSONPatch extends Infer<typeof JSONPatch> {}

export const Mutation = defineType('io.k8s.api.admissionregistration.v1.Mutation', {
  patchType: required(oneOf(2, ['ApplyConfiguration', 'JSONPatch'])),
  applyConfiguration: object(3, ApplyConfiguration),
  jsonPatch: object(4, JSONPatch),
});

export interface Mutation extends Infer<typeof Mutation> {}

export const MutatingAdmissionPolicySpec = defineType('io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicySpec', {
  paramKind: object(1, ParamKind),
  matchConstraints: object(2, MatchResources),
  variables: list(3, Variable, { listType: 'atomic' }),
  mutations: list(4, Mutation, { listType: 'atomic' }),
  failurePolicy: oneOf(5, ['Fail', 'Ignore']),
  matchConditions: list(6, MatchCondition, { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' }),
  reinvocationPolicy: oneOf(7, ['IfNeeded', 'Never']),
});

export interface MutatingAdmissionPolicySpec extends Infer<typeof MutatingAdmissionPolicySpec> {}

export interface MutatingAdmissionPolicy extends KubeObject {
  spec: MutatingAdmissionPolicySpec;
}

export const MutatingAdmissionPolicy: Kind<MutatingAdmissionPolicy> = defineKind({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'MutatingAdmissionPolicy',
  plural: 'mutatingadmissionpolicies',
  categories: ['api-extensions'],
  scope: 'Cluster',
  schema: 'io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicy',
  fields: {
    spec: always(object(2, MutatingAdmissionPolicySpec)),
  },
});
