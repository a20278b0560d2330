import type { Field, FieldErrors } from '../../model/field.ts';
import { checkDnsLabel } from '../../model/names.ts';
import { validateDnsLabel, validateDnsSubdomain } from '../field-checks.ts';
import { goForm } from '../go-form.ts';
import { isSame } from '../same.ts';
import {
  FlowDistinguisherMethod,
  FlowSchemaSpec,
  type NonResourcePolicyRule,
  type PolicyRulesWithSubjects,
  type ResourcePolicyRule,
  type ServiceAccountSubject,
  type Subject,
} from './flow-schema.ts';
import { mandatoryFlowSchemas } from './mandatory.ts';

const methods: readonly string[] = ['ByNamespace', 'ByUser'];
const verbNames: readonly string[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];
const subjectKinds: readonly string[] = ['Group', 'ServiceAccount', 'User'];
const highestPrecedence = 10_000;

export function* validateFlowSchema(name: string, spec: Readonly<FlowSchemaSpec>, field: Field): FieldErrors {
  const { matchingPrecedence: precedence = 0, distinguisherMethod: method, priorityLevelConfiguration, rules = [] } = spec;
  const at = field.at('matchingPrecedence');
  if (precedence <= 0) yield at.invalid(precedence, 'must be a positive value');
  if (precedence > highestPrecedence) yield at.invalid(precedence, `must not be greater than ${highestPrecedence}`);
  if (precedence === 1 && name !== 'exempt') {
    yield at.invalid(precedence, "only the schema named 'exempt' may have matchingPrecedence 1");
  }
  if (method && !methods.includes(method.type)) {
    yield field.at('distinguisherMethod', 'type').notSupported(goForm(FlowDistinguisherMethod, method), methods);
  }
  const level = field.at('priorityLevelConfiguration', 'name');
  if (priorityLevelConfiguration.name) yield* validateDnsSubdomain(priorityLevelConfiguration.name, level);
  else yield level.required('must reference a priority level');
  for (const [index, rule] of rules.entries()) yield* validateRules(rule, field.at('rules', index));
  const fixed = mandatoryFlowSchemas[name];
  if (fixed && !isSame(FlowSchemaSpec, spec, fixed)) {
    yield field.invalid(goForm(FlowSchemaSpec, spec), `spec of '${name}' must equal the fixed value`);
  }
}

function* validateRules({ subjects, resourceRules = [], nonResourceRules = [] }: PolicyRulesWithSubjects, field: Field): FieldErrors {
  for (const [index, subject] of subjects?.entries() ?? []) yield* validateSubject(subject, field.at('subjects', index));
  if (!subjects?.length) yield field.at('subjects').required('subjects must contain at least one value');
  if (resourceRules.length === 0 && nonResourceRules.length === 0) {
    yield field.required('at least one of resourceRules and nonResourceRules has to be non-empty');
  }
  for (const [index, rule] of resourceRules.entries()) yield* validateResourceRule(rule, field.at('resourceRules', index));
  for (const [index, rule] of nonResourceRules.entries()) yield* validateNonResourceRule(rule, field.at('nonResourceRules', index));
}

function* validateSubject({ kind, user, group, serviceAccount }: Subject, field: Field): FieldErrors {
  if (!subjectKinds.includes(kind)) {
    yield field.at('kind').notSupported(kind, subjectKinds);
    return;
  }
  const given = { ServiceAccount: serviceAccount, User: user, Group: group };
  for (const [own, subject] of Object.entries(given)) {
    if (own !== kind) continue;
    const at = field.at(lowerFirst(own));
    if (!subject) yield at.required(`${lowerFirst(own)} is required when subject kind is '${kind}'`);
    else if (serviceAccount === subject) yield* validateServiceAccount(serviceAccount, at);
    else if (!subject.name) yield at.at('name').required();
  }
  for (const [other, subject] of Object.entries(given)) {
    if (other === kind || !subject) continue;
    yield field.at(lowerFirst(other)).forbidden(`${lowerFirst(other)} is forbidden when subject kind is not '${other}'`);
  }
}

const lowerFirst = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

function* validateServiceAccount({ name, namespace }: ServiceAccountSubject, field: Field): FieldErrors {
  if (!name) yield field.at('name').required();
  else if (name !== '*') yield* validateDnsSubdomain(name, field.at('name'));
  if (namespace) yield* validateDnsLabel(namespace, field.at('namespace'));
  else yield field.at('namespace').required('must specify namespace for service account');
}

function* validateVerbs(verbs: readonly string[], field: Field): FieldErrors {
  if (verbs.length === 0) yield field.required('verbs must contain at least one value');
  else if (verbs.includes('*')) {
    if (verbs.length > 1) yield field.invalid(verbs, "if '*' is present, must not specify other verbs");
  } else if (!verbs.every((verb) => verbNames.includes(verb))) yield field.notSupported(verbs, verbNames);
}

function* validateResourceRule(rule: ResourcePolicyRule, field: Field): FieldErrors {
  const { verbs, clusterScope = false } = rule;
  const [apiGroups, resources, namespaces] = [rule.apiGroups ?? [], rule.resources ?? [], rule.namespaces ?? []];
  yield* validateVerbs(verbs ?? [], field.at('verbs'));
  const groups = field.at('apiGroups');
  if (apiGroups.length === 0) yield groups.required('resource rules must supply at least one api group');
  else if (apiGroups.length > 1 && apiGroups.includes('*')) {
    yield groups.invalid(apiGroups, "if '*' is present, must not specify other api groups");
  }
  const at = field.at('resources');
  if (resources.length === 0) yield at.required('resource rules must supply at least one resource');
  else if (resources.length > 1 && resources.includes('*')) {
    yield at.invalid(resources, "if '*' is present, must not specify other resources");
  }
  yield* validateNamespaces(namespaces, { clusterScope }, field.at('namespaces'));
}

function* validateNamespaces(namespaces: readonly string[], { clusterScope }: { clusterScope: boolean }, field: Field): FieldErrors {
  if (namespaces.length === 0 && !clusterScope) {
    yield field.required('resource rules that are not cluster scoped must supply at least one namespace');
  } else if (namespaces.includes('*')) {
    if (namespaces.length > 1) yield field.invalid(namespaces, "if '*' is present, must not specify other namespaces");
  } else {
    for (const [index, name] of namespaces.entries()) {
      for (const problem of checkDnsLabel(name)) {
        yield field.at(index).invalid(name, `each member of this list must be '*' or a DNS-1123 label; ${problem}`);
      }
    }
  }
}

function* validateNonResourceRule({ verbs, nonResourceURLs }: NonResourcePolicyRule, field: Field): FieldErrors {
  const urls = nonResourceURLs ?? [];
  yield* validateVerbs(verbs ?? [], field.at('verbs'));
  const at = field.at('nonResourceURLs');
  if (urls.length === 0) yield at.required('nonResourceURLs must contain at least one value');
  else if (urls.includes('*')) {
    if (urls.length > 1) yield at.invalid(urls, "if '*' is present, must not specify other non-resource URLs");
  } else {
    for (const [index, url] of urls.entries()) {
      const problem = urlProblem(url);
      if (problem) yield at.at(index).invalid(url, problem);
    }
  }
}

function urlProblem(url: string): string | undefined {
  if (url === '') return 'must not be empty';
  if (url === '/') return undefined;
  if (!url.startsWith('/')) return 'must start with slash';
  if (url.includes(' ')) return 'must not contain white-space';
  if (url.includes('//')) return 'must not contain double slash';
  const wildcards = url.split('*').length - 1;
  return wildcards > 1 || (wildcards === 1 && !url.endsWith('/*')) ? 'wildcard can only do suffix matching' : undefined;
}
