import type { Field, FieldErrors } from '../../model/field.ts';
import { validateLabelSelector } from '../../model/label-validation.ts';
import type { LabelSelector } from '../../model/meta.ts';
import { checkDns1035Label, checkDnsSubdomain, checkPathSegment } from '../../model/names.ts';
import { allInvalid, validateChoice } from '../field-checks.ts';
import { validateMatchConditions, validateVariables } from './expression-validation.ts';
import type { MatchCondition, MatchResources, ParamKind, ParamRef, Variable } from './matching.ts';
import { validateMatchResources } from './rule-validation.ts';

interface Policy {
  readonly failurePolicy?: string;
  readonly paramKind?: ParamKind;
  readonly matchConstraints?: MatchResources;
  readonly matchConditions?: readonly MatchCondition[];
  readonly variables?: readonly Variable[];
}

/** What policies of both kinds say about when they apply. */
export function* validatePolicy({ failurePolicy, paramKind, matchConstraints, ...policy }: Policy, field: Field): FieldErrors {
  yield* validateChoice(failurePolicy, ['Fail', 'Ignore'], field.at('failurePolicy'));
  if (paramKind) yield* validateParamKind(paramKind, field.at('paramKind'));
  const at = field.at('matchConstraints');
  if (!matchConstraints) {
    yield at.required();
  } else {
    yield* validateMatchResources(matchConstraints, at);
    if (!matchConstraints.resourceRules?.length) yield at.at('resourceRules').required();
  }
  yield* validateMatchConditions(policy.matchConditions ?? [], field.at('matchConditions'));
  yield* validateVariables(policy.variables ?? [], field.at('variables'));
}

function* validateParamKind({ apiVersion = '', kind = '' }: ParamKind, field: Field): FieldErrors {
  const at = field.at('apiVersion');
  const parts = apiVersion === '/' ? [''] : apiVersion.split('/');
  const [version = '', group = ''] = parts.toReversed();
  if (!apiVersion) yield at.required();
  else if (parts.length > 2) yield at.invalid(apiVersion, `unexpected GroupVersion string: ${apiVersion}`);
  else {
    yield* validateJoined(group, group ? checkDnsSubdomain(group) : [], at);
    if (version) yield* validateJoined(version, checkDns1035Label(version), at);
    else yield at.invalid(apiVersion, 'version must be specified');
  }
  if (!kind) yield field.at('kind').required();
  else {
    const problems = checkDns1035Label(kind.toLowerCase());
    const rule = `may have mixed case, but should otherwise match: ${problems.join(',')}`;
    if (problems.length > 0) yield field.at('kind').invalid(kind, rule);
  }
}

function* validateJoined(value: string, problems: readonly string[], field: Field): FieldErrors {
  if (problems.length > 0) yield field.invalid(value, problems.join(','));
}

interface PolicyBinding {
  readonly policyName?: string;
  readonly paramRef?: ParamRef;
  readonly matchResources?: MatchResources;
}

/** What bindings of both kinds of policies have. */
export function* validatePolicyBinding({ policyName, paramRef, matchResources }: PolicyBinding, field: Field): FieldErrors {
  if (!policyName) yield field.at('policyName').required();
  else yield* allInvalid(policyName, checkDnsSubdomain(policyName), field.at('policyName'));
  if (paramRef) yield* validateParamRef(paramRef, field.at('paramRef'));
  if (matchResources) yield* validateMatchResources(matchResources, field.at('matchResources'));
}

function* validateParamRef({ name, selector, parameterNotFoundAction }: ParamRef, field: Field): FieldErrors {
  const exclusive = 'name and selector are mutually exclusive';
  if (name) {
    yield* allInvalid(name, checkPathSegment(name), field.at('name'));
    if (selector) yield field.at('name').forbidden(exclusive);
  }
  if (selector) {
    yield* validateLabelSelector(selector, field.at('selector'));
    if (name) yield field.at('selector').forbidden(exclusive);
  }
  if (!name && !selector) yield field.required('one of name or selector must be specified');
  yield* validateChoice(parameterNotFoundAction, ['Deny', 'Allow'], field.at('parameterNotFoundAction'));
}

const mutatingOperations: readonly string[] = ['*', 'CONNECT', 'CREATE', 'UPDATE'];

/** What is deleted cannot be changed any more. */
export function* validateMutatingOperations(match: MatchResources | undefined, field: Field): FieldErrors {
  const at = field.at('resourceRules', 'operations');
  for (const { operations } of match?.resourceRules ?? []) {
    for (const operation of operations ?? []) {
      if (!mutatingOperations.includes(operation)) yield at.notSupported(operation, mutatingOperations);
    }
  }
}

export const paramKindText = (paramKind: ParamKind | undefined): string =>
  paramKind ? `${paramKind.apiVersion ?? ''}/${paramKind.kind ?? ''}` : '<unset>';

/** As Go prints it. */
function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const labels = Object.keys(matchLabels)
    .sort()
    .map((key) => `${key}: ${matchLabels[key] ?? ''},`);
  const requirements = matchExpressions.map(
    ({ key, operator, values = [] }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  const requirementList = `[]LabelSelectorRequirement{${requirements.join('')}}`;
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:${requirementList},}`;
}

export function paramRefText(paramRef: ParamRef | undefined): string {
  if (!paramRef) return '<unset>';
  const { name, namespace, selector } = paramRef;
  if (name) return `${namespace || '*'}/${name}`;
  return selector ? selectorText(selector) : '<unset>';
}
