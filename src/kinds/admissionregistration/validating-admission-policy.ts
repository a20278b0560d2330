import { jsonPathProblem } from '../../base/json-path-problem.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { validateConditions } from '../condition-validation.ts';
import { validateOneOf, validateQualifiedName } from '../field-checks.ts';
import { goFormOfList } from '../go-form.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { defaultMatchResources } from './defaults.ts';
import { paramKindText, validatePolicy } from './policy-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { Condition } from '../../model/meta.ts';
import { defineType, always, int64, list, object, oneOf, required, string, type Infer } from '../../model/schema.ts';
import { AuditAnnotation, MatchCondition, MatchResources, ParamKind, Variable } from './matching.ts';
import { reservedNameWarnings } from './reserved-names.ts';

export const Validation = defineType('io.k8s.api.admissionregistration.v1.Validation', 'A rule that requests must keep.', {
  expression: required(string(1, 'CEL expression over object, oldObject, request and params that must give true.')),
  message: string(2, 'What is said when the rule is broken.'),
  reason: string(
    3,
    'Reason of the refusal, which decides the code: Invalid (the default), Forbidden, Unauthorized or RequestEntityTooLarge.',
  ),
  messageExpression: string(4, 'CEL expression for what is said; wins over message.'),
});

export interface Validation extends Infer<typeof Validation> {}

export const ValidatingAdmissionPolicySpec = defineType(
  'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicySpec',
  'The state that is wanted.',
  {
    paramKind: object(1, ParamKind, 'Kind of the objects that hold parameters; none unless given.'),
    matchConstraints: object(2, MatchResources, 'Requests that the policy is for.'),
    validations: list(3, Validation, 'Rules that requests must keep; all of them.', { listType: 'atomic' }),
    failurePolicy: oneOf(
      4,
      ['Fail', 'Ignore'],
      'What becomes of a request if an expression fails: Fail (the default) refuses it, Ignore lets it pass.',
    ),
    auditAnnotations: list(5, AuditAnnotation, 'Notes for the audit log.', { listType: 'atomic' }),
    matchConditions: list(6, MatchCondition, 'Conditions that requests must meet, too; all of them.', {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: 'merge',
      patchMergeKey: 'name',
    }),
    variables: list(7, Variable, 'Values that are worked out once, for use in several expressions.', {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: 'merge',
      patchMergeKey: 'name',
    }),
  },
);

export interface ValidatingAdmissionPolicySpec extends Infer<typeof ValidatingAdmissionPolicySpec> {}

export const ExpressionWarning = defineType('io.k8s.api.admissionregistration.v1.ExpressionWarning', 'A doubt about an expression.', {
  fieldRef: required(string(2, 'Path of the expression.')),
  warning: required(string(3, 'What is wrong with it.')),
});

export interface ExpressionWarning extends Infer<typeof ExpressionWarning> {}

export const TypeChecking = defineType(
  'io.k8s.api.admissionregistration.v1.TypeChecking',
  'Doubts about expressions; empty if there are none.',
  {
    expressionWarnings: list(1, ExpressionWarning, 'One entry for each expression that is in doubt.', { listType: 'atomic' }),
  },
);

export interface TypeChecking extends Infer<typeof TypeChecking> {}

export const ValidatingAdmissionPolicyStatus = defineType(
  'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyStatus',
  'The state that was found last.',
  {
    observedGeneration: int64(1, 'Generation of the spec that the status is about.'),
    typeChecking: object(2, TypeChecking, 'What checking the types of expressions has brought up.'),
    conditions: list(3, Condition, "Aspects of the policy's state.", { listType: 'map', listMapKeys: ['type'] }),
  },
);

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
  description: 'Checks requests by expressions in CEL and refuses what breaks a rule. It takes a binding to put it to use.',
  fields: {
    spec: always(object(2, ValidatingAdmissionPolicySpec, 'Which requests are checked, and how.')),
    status: always(object(3, ValidatingAdmissionPolicyStatus, 'Whether the policy has been looked at, and found sound.')),
  },

  countsGenerations: true,
  needsVersionToUpdate: true,
  resetFields: { status: ['metadata', 'spec'] },
  defaults({ spec }) {
    spec.failurePolicy ??= 'Fail';
    if (spec.matchConstraints) defaultMatchResources(spec.matchConstraints);
  },
  prepareStatusUpdate: ({ metadata }, previous) => keepMetadata(metadata, previous.metadata),
  takesAnyFinalizers: true,
  warnings: reservedNameWarnings,
  ruleOrder: { update: ['metadata', 'object'], status: ['change'] },
  validate: ({ metadata, spec }, field) => validateSpec(metadata.name, spec, field.at('spec')),
  *validateStatusUpdate({ status }, _previous, field) {
    const at = field.at('status');
    for (const [index, { warning, fieldRef }] of status.typeChecking?.expressionWarnings?.entries() ?? []) {
      const warningField = at.at('typeChecking', 'expressionWarnings', index);
      if (!warning) yield warningField.at('warning').required();
      const path = fieldRef.trim();
      const problem = jsonPathProblem(`{${path}}`);
      if (!path) yield warningField.at('fieldRef').required();
      else if (problem !== undefined) yield warningField.at('fieldRef').invalid(path, `invalid JSONPath: ${problem}`);
    }
    yield* validateConditions(status.conditions, at.at('conditions'));
  },
  columns: [
    {
      name: 'Validations',
      type: 'integer',
      description: 'How many validations it has.',
      value: ({ spec }) => spec.validations?.length ?? 0,
    },
    { name: 'ParamKind', description: 'What its parameters are.', value: ({ spec }) => paramKindText(spec.paramKind) },
  ],
});

const reasons: readonly string[] = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const mostAnnotations = 20;
const longestValueExpression = 5 * 1024;

function* validateSpec(name: string, spec: Readonly<ValidatingAdmissionPolicySpec>, field: Field): FieldErrors {
  const { validations = [], auditAnnotations = [] } = spec;
  yield* validatePolicy(spec, field);
  if (validations.length === 0 && auditAnnotations.length === 0) {
    const rule = 'validations or auditAnnotations must contain at least one item';
    yield field.at('validations').required(rule);
    yield field.at('auditAnnotations').required(rule);
    return;
  }
  for (const [index, validation] of validations.entries()) yield* validateValidation(validation, field.at('validations', index));
  const at = field.at('auditAnnotations');
  if (auditAnnotations.length > mostAnnotations) {
    yield at.invalid(goFormOfList(AuditAnnotation, auditAnnotations), `must not have more than ${mostAnnotations} auditAnnotations`);
  }
  const keys = new Set<string>();
  for (const [index, annotation] of auditAnnotations.entries()) {
    yield* validateAuditAnnotation(name, annotation, at.at(index));
    if (keys.has(annotation.key)) yield at.at(index).at('key').duplicate(annotation.key);
    keys.add(annotation.key);
  }
}

function* validateValidation({ expression, message = '', messageExpression = '', reason }: Validation, field: Field): FieldErrors {
  if (!expression.trim()) yield field.at('expression').required('expression is not specified');
  if (messageExpression && !messageExpression.trim()) {
    yield field.at('messageExpression').invalid(messageExpression, 'must be non-empty if specified');
  }
  if (message && !message.trim()) yield field.at('message').invalid(message, 'must be non-empty if specified');
  else if (/[\n\r]/.test(message.trim())) yield field.at('message').invalid(message, 'must not contain line breaks');
  yield* validateOneOf(reason, reasons, field.at('reason'));
}

function* validateAuditAnnotation(name: string, { key, valueExpression }: AuditAnnotation, field: Field): FieldErrors {
  if (name) yield* validateQualifiedName(`${name}/${key}`, field.at('key'));
  else yield field.at('key').invalid(key, 'requires metadata.name be non-empty');
  const expression = valueExpression.trim();
  const at = field.at('valueExpression');
  if (!expression) yield at.required('valueExpression is not specified');
  else if (Buffer.byteLength(expression) > longestValueExpression) {
    yield at.required(`must not exceed ${longestValueExpression} bytes in length`);
  }
}
