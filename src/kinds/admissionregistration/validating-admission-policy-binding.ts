import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, list, object, required, string, type Infer } from '../../model/schema.ts';
import { MatchResources, ParamRef } from './matching.ts';

export const ValidatingAdmissionPolicyBindingSpec = defineType('io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec', {
  policyName: required(string(1, { omitEmpty: true })),
  paramRef: object(2, ParamRef),
  matchResources: object(3, MatchResources),
  validationActions: required(list(4, 'string', { listType: 'set', omitEmpty: true })),
});

export interface ValidatingAdmissionPolicyBindingSpec extends Infer<typeof ValidatingAdmissionPolicyBindingSpec> {}

export interface ValidatingAdmissionPolicyBinding extends KubeObject {
  spec: ValidatingAdmissionPolicyBindingSpec;
}

export const ValidatingAdmissionPolicyBinding: Kind<ValidatingAdmissionPolicyBinding> = defineKind({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  plural: 'validatingadmissionpolicybindings',
  categories: ['api-extensions'],
  scope: 'Cluster',
  schema: 'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding',
  fields: {
    spec: required(object(2, ValidatingAdmissionPolicyBindingSpec)),
  },
});
