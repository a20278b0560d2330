import { defaultMatchResources } from './defaults.ts';
import { paramRefText, validateMutatingOperations, validatePolicyBinding } from './policy-validation.ts';
import { storedUnchangedAs } from '../another-version.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, object, string, type Infer } from '../../model/schema.ts';
import { MatchResources, ParamRef } from './matching.ts';
import { reservedNameWarnings } from './reserved-names.ts';

export const MutatingAdmissionPolicyBindingSpec = defineType(
  'io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBindingSpec',
  'The state that is wanted.',
  {
    policyName: string(1, 'Policy that is applied.'),
    paramRef: object(2, ParamRef, "Objects that hold the policy's parameters."),
    matchResources: object(3, MatchResources, 'Narrows down the requests that the policy is applied to.'),
  },
);

export interface MutatingAdmissionPolicyBindingSpec extends Infer<typeof MutatingAdmissionPolicyBindingSpec> {}

export interface MutatingAdmissionPolicyBinding extends KubeObject {
  spec: MutatingAdmissionPolicyBindingSpec;
}

export const MutatingAdmissionPolicyBinding: Kind<MutatingAdmissionPolicyBinding> = defineKind({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'MutatingAdmissionPolicyBinding',
  plural: 'mutatingadmissionpolicybindings',
  categories: ['api-extensions'],
  scope: 'Cluster',
  schema: 'io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBinding',
  description: 'Puts a MutatingAdmissionPolicy to use. Without a binding a policy does nothing.',
  fields: {
    spec: always(object(2, MutatingAdmissionPolicyBindingSpec, 'Which policy is applied to what.')),
  },

  // A release after its first, so that the one before can still read it.
  storedAs: storedUnchangedAs<MutatingAdmissionPolicyBinding>({
    group: 'admissionregistration.k8s.io',
    version: 'v1beta1',
    kind: 'MutatingAdmissionPolicyBinding',
    plural: 'mutatingadmissionpolicybindings',
  }),
  countsGenerations: true,
  needsVersionToUpdate: true,
  defaults({ spec }) {
    if (spec.matchResources) defaultMatchResources(spec.matchResources);
  },
  takesAnyFinalizers: true,
  warnings: reservedNameWarnings,
  ruleOrder: { update: ['metadata', 'object'] },
  *validate({ spec }, field) {
    yield* validatePolicyBinding(spec, field.at('spec'));
    yield* validateMutatingOperations(spec.matchResources, field.at('spec', 'matchResources'));
  },
  columns: [
    { name: 'PolicyName', description: 'The policy that is bound.', value: ({ spec }) => spec.policyName ?? '' },
    { name: 'ParamRef', description: 'What its parameters are.', value: ({ spec }) => paramRefText(spec.paramRef) },
  ],
});
