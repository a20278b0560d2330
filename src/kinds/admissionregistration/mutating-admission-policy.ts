import type { Field, FieldErrors } from '../../model/field.ts';
import { validateChoice } from '../field-checks.ts';
import { defaultMatchResources } from './defaults.ts';
import { paramKindText, validateMutatingOperations, validatePolicy } from './policy-validation.ts';
import { storedUnchangedAs } from '../another-version.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, list, object, oneOf, required, string, type Infer } from '../../model/schema.ts';
import { MatchCondition, MatchResources, ParamKind, Variable } from './matching.ts';
import { reservedNameWarnings } from './reserved-names.ts';

export const ApplyConfiguration = defineType(
  'io.k8s.api.admissionregistration.v1.ApplyConfiguration',
  'A change given as the fields to set.',
  {
    expression: string(1, 'CEL expression for an Object{} with the fields to set, merged as server-side apply does.'),
  },
);

export interface ApplyConfiguration extends Infer<typeof ApplyConfiguration> {}

export const JSONPatch = defineType('io.k8s.api.admissionregistration.v1.JSONPatch', 'A change given as a JSON patch.', {
  expression: string(1, 'CEL expression for a list of JSONPatch{} operations.'),
});

export interface JSONPatch extends Infer<typeof JSONPatch> {}

export const Mutation = defineType('io.k8s.api.admissionregistration.v1.Mutation', 'One change to objects.', {
  patchType: required(oneOf(2, ['ApplyConfiguration', 'JSONPatch'], 'Which field gives the change: ApplyConfiguration or JSONPatch.')),
  applyConfiguration: object(3, ApplyConfiguration, 'The change, as the fields to set.'),
  jsonPatch: object(4, JSONPatch, 'The change, as a JSON patch.'),
});

export interface Mutation extends Infer<typeof Mutation> {}

export const MutatingAdmissionPolicySpec = defineType(
  'io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicySpec',
  'The state that is wanted.',
  {
    paramKind: object(1, ParamKind, 'Kind of the objects that hold parameters; none unless given.'),
    matchConstraints: object(2, MatchResources, 'Requests that the policy is for.'),
    variables: list(3, Variable, 'Values that are worked out once, for use in several expressions.', { listType: 'atomic' }),
    mutations: list(4, Mutation, 'Changes, made in order.', { listType: 'atomic' }),
    failurePolicy: oneOf(
      5,
      ['Fail', 'Ignore'],
      'What becomes of a request if an expression fails: Fail (the default) refuses it, Ignore lets it pass.',
    ),
    matchConditions: list(6, MatchCondition, 'Conditions that requests must meet, too; all of them.', {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: 'merge',
      patchMergeKey: 'name',
    }),
    reinvocationPolicy: oneOf(7, ['IfNeeded', 'Never'], 'Whether the policy is applied again after later changes: Never, or IfNeeded.'),
  },
);

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
  description: 'Changes objects before they are stored, by expressions in CEL. It takes a binding to put it to use.',
  fields: {
    spec: always(object(2, MutatingAdmissionPolicySpec, 'Which requests are changed, and how.')),
  },

  // A release after its first, so that the one before can still read it.
  storedAs: storedUnchangedAs<MutatingAdmissionPolicy>({
    group: 'admissionregistration.k8s.io',
    version: 'v1beta1',
    kind: 'MutatingAdmissionPolicy',
    plural: 'mutatingadmissionpolicies',
  }),
  countsGenerations: true,
  needsVersionToUpdate: true,
  defaults({ spec }) {
    spec.failurePolicy ??= 'Fail';
    if (spec.matchConstraints) defaultMatchResources(spec.matchConstraints);
  },
  takesAnyFinalizers: true,
  warnings: reservedNameWarnings,
  ruleOrder: { update: ['metadata', 'object'] },
  *validate({ spec }, field) {
    const at = field.at('spec');
    yield* validatePolicy(spec, at);
    yield* validateMutatingOperations(spec.matchConstraints, at.at('matchConstraints'));
    if (!spec.mutations?.length) yield at.at('mutations').required('mutations must contain at least one item');
    for (const [index, mutation] of spec.mutations?.entries() ?? []) yield* validateMutation(mutation, at.at('mutations', index));
    yield* validateChoice(spec.reinvocationPolicy, ['IfNeeded', 'Never'], at.at('reinvocationPolicy'));
  },
  columns: [
    { name: 'Mutations', type: 'integer', description: 'How many mutations it has.', value: ({ spec }) => spec.mutations?.length ?? 0 },
    { name: 'ParamKind', description: 'What its parameters are.', value: ({ spec }) => paramKindText(spec.paramKind) },
  ],
});

const sourceOf: Readonly<Record<string, 'applyConfiguration' | 'jsonPatch'>> = {
  ApplyConfiguration: 'applyConfiguration',
  JSONPatch: 'jsonPatch',
};

/** A mutation has what its type says, and not what the other type has. */
function* validateMutation(mutation: Mutation, field: Field): FieldErrors {
  const { patchType } = mutation;
  yield* validateChoice(patchType, Object.keys(sourceOf), field.at('patchType'));
  const own = sourceOf[patchType];
  if (!own) return;
  const given = mutation[own];
  if (!given) yield field.at(own).required(`must be specified when patchType is ${patchType}`);
  else if (!given.expression?.trim()) yield field.at(own, 'expression').required();
  const other = own === 'jsonPatch' ? 'applyConfiguration' : 'jsonPatch';
  if (mutation[other]) yield field.at(other).invalid(`{${other}}`, `must not be specified when patchType is ${patchType}`);
}
