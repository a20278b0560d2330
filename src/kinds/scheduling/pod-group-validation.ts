import type { Field, FieldErrors } from '../../model/field.ts';
import { validateLabelKey } from '../../model/label-validation.ts';
import { validateDnsLabel, validateDnsSubdomain, validateOneOf } from '../field-checks.ts';
import type {
  PodGroupResourceClaim,
  PodGroupSchedulingPolicy,
  PodGroupSpec,
  PodGroupTemplate,
  PodGroupTemplateReference,
} from './pod-group-template.ts';

const highestPriority = 1_000_000_000;
export const mostGroupClaims = 4;
const mostTopologies = 1;
const disruptionModes: readonly string[] = ['Pod', 'PodGroup'];

/** What groups and the templates of them have in common. */
type Group = Pick<PodGroupSpec, 'schedulingPolicy' | 'resourceClaims' | 'disruptionMode' | 'priorityClassName' | 'priority'> &
  Pick<PodGroupTemplate, 'schedulingConstraints'>;

export function* validateGroup(group: Readonly<Omit<Group, 'schedulingConstraints'> & Partial<Group>>, field: Field): FieldErrors {
  const { schedulingPolicy, schedulingConstraints, resourceClaims = [], disruptionMode, priorityClassName, priority } = group;
  yield* validatePolicy(schedulingPolicy, field.at('schedulingPolicy'));
  if (schedulingConstraints) yield* validateTopology(schedulingConstraints.topology ?? [], field.at('schedulingConstraints', 'topology'));
  yield* validateClaims(resourceClaims, field.at('resourceClaims'));
  yield* validateOneOf(disruptionMode, disruptionModes, field.at('disruptionMode'));
  if (priorityClassName) yield* validateDnsSubdomain(priorityClassName, field.at('priorityClassName'));
  if (priority !== undefined && priority > highestPriority) {
    yield field.at('priority').invalid(priority, `must be less than or equal to ${highestPriority}`);
  }
}

function* validatePolicy(policy: Readonly<PodGroupSchedulingPolicy>, field: Field): FieldErrors {
  yield* validateUnion(policy, ['basic', 'gang'], field);
  if (!policy.gang) return;
  const { minCount } = policy.gang;
  const at = field.at('gang', 'minCount');
  if (!minCount) yield at.required();
  else if (minCount < 1) yield at.invalid(minCount, 'must be greater than or equal to 1');
}

function* validateTopology(topology: readonly { key: string }[], field: Field): FieldErrors {
  if (topology.length > mostTopologies) {
    yield field.tooMany(topology.length, mostTopologies);
    return;
  }
  for (const [index, { key }] of topology.entries()) {
    const at = field.at(index, 'key');
    if (key) yield* validateLabelKey(key, at);
    else yield at.required();
  }
}

function* validateClaims(claims: readonly PodGroupResourceClaim[], field: Field): FieldErrors {
  if (claims.length > mostGroupClaims) {
    yield field.tooMany(claims.length, mostGroupClaims);
    return;
  }
  yield* validateUniqueNames(claims, field);
  for (const [index, claim] of claims.entries()) {
    const at = field.at(index);
    const { name, resourceClaimName, resourceClaimTemplateName } = claim;
    yield* validateUnion(claim, ['resourceClaimName', 'resourceClaimTemplateName'], at);
    if (name) yield* validateDnsLabel(name, at.at('name'));
    else yield at.at('name').required();
    if (resourceClaimName !== undefined) yield* validateDnsSubdomain(resourceClaimName, at.at('resourceClaimName'));
    if (resourceClaimTemplateName !== undefined) yield* validateDnsSubdomain(resourceClaimTemplateName, at.at('resourceClaimTemplateName'));
  }
}

/** Each item that bears a name of one before it. */
export function* validateUniqueNames(items: readonly { name: string }[], field: Field): FieldErrors {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(item.name)) yield field.at(index).duplicate(item);
    seen.add(item.name);
  }
}

/** Exactly one of the members is there. */
function* validateUnion<T extends object>(value: Readonly<T>, members: readonly (keyof T & string)[], field: Field): FieldErrors {
  const given = members.filter((name) => value[name] !== undefined && value[name] !== null);
  const all = members.map((name) => `\`${name}\``).join(', ');
  if (given.length === 0) yield field.invalid('', `must specify one of: ${all}`);
  if (given.length > 1) yield field.invalid(`{${given.join(', ')}}`, `must specify exactly one of: ${all}`);
}

export function* validateTemplateReference(reference: Readonly<PodGroupTemplateReference>, field: Field): FieldErrors {
  yield* validateUnion(reference, ['workload'], field);
  if (!reference.workload) return;
  const { workloadName, podGroupTemplateName } = reference.workload;
  const at = field.at('workload');
  if (workloadName) yield* validateDnsSubdomain(workloadName, at.at('workloadName'));
  else yield at.at('workloadName').required();
  if (podGroupTemplateName) yield* validateDnsLabel(podGroupTemplateName, at.at('podGroupTemplateName'));
  else yield at.at('podGroupTemplateName').required();
}
