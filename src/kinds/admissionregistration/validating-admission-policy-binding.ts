import type { Field, FieldErrors } from '../../model/field.ts';
import { defaultMatchResources } from './defaults.ts';
import { paramRefText, validatePolicyBinding } from './policy-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, list, object, required, string, type Infer } from '../../model/schema.ts';
import { MatchResources, ParamRef } from './matching.ts';
import { reservedNameWarnings } from './reserved-names.ts';

export const ValidatingAdmissionPolicyBindingSpec = defineType(
  'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec',
  'The state that is wanted.',
  {
    policyName: required(string(1, 'Policy that is applied.', { omitEmpty: true })),
    paramRef: object(2, ParamRef, "Objects that hold the policy's parameters."),
    matchResources: object(3, MatchResources, 'Narrows down the requests that the policy is applied to.'),
    validationActions: required(
      list(
        4,
        'string',
        'What happens when a rule is broken: Deny refuses, Warn tells the client, Audit notes it. Deny and Warn do not go together.',
        { listType: 'set', itemEnum: ['Audit', 'Deny', 'Warn'], omitEmpty: true },
      ),
    ),
  },
);

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
  description: 'Puts a ValidatingAdmissionPolicy to use. Without a binding a policy does nothing.',
  fields: {
    spec: required(object(2, ValidatingAdmissionPolicyBindingSpec, 'Which policy is applied to what.')),
  },

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
    yield* validateActions(spec.validationActions ?? [], field.at('spec', 'validationActions'));
  },
  columns: [
    { name: 'PolicyName', description: 'The policy that is bound.', value: ({ spec }) => spec.policyName },
    { name: 'ParamRef', description: 'What its parameters are.', value: ({ spec }) => paramRefText(spec.paramRef) },
  ],
});

const actionNames: readonly string[] = ['Audit', 'Deny', 'Warn'];

function* validateActions(actions: readonly string[], field: Field): FieldErrors {
  for (const [index, action] of actions.entries()) {
    if (!actionNames.includes(action)) yield field.at(index).notSupported(action, actionNames);
    if (actions.indexOf(action) < index) yield field.at(index).duplicate(action);
  }
  if (actions.includes('Deny') && actions.includes('Warn')) {
    const why = 'repeating the same validation failure information in the API response and headers serves no purpose';
    yield field.invalid(actions, `must not contain both Deny and Warn (${why})`);
  }
  if (actions.length === 0) yield field.required('at least one validation action is required');
}
