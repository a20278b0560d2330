import type { Field, FieldErrors } from '../../../../model/field.ts';
import { compareQuantities } from '../../../../model/quantity.ts';
import { validateDnsLabel } from '../../../field-checks.ts';
import { validateContainerResourceName, validatePodResourceName, validateResourceQuantity } from '../../resource-validation.ts';
import { isHugePages, isOvercommitAllowed, isWholeHugePages } from '../../resource-name.ts';
import type { ResourceClaim, ResourceRequirements } from '../../resources.ts';
import { aggregateResources } from '../requests.ts';
import type { PodSpec } from '../spec.ts';

const noClaims: ReadonlySet<string> = new Set();

export const validateContainerResources = (resources: ResourceRequirements, claimNames: ReadonlySet<string>, field: Field): FieldErrors =>
  validateResources(resources, validateContainerResourceName, claimNames, field);

function* validateResources(
  { limits = {}, requests = {}, claims = [] }: ResourceRequirements,
  validateName: (name: string, field: Field) => FieldErrors,
  claimNames: ReadonlySet<string>,
  field: Field,
): FieldErrors {
  const limitsField = field.at('limits');
  const requestsField = field.at('requests');
  for (const [name, limit] of Object.entries(limits)) yield* validateAmount(name, limit, validateName, limitsField.key(name));
  for (const [name, request] of Object.entries(requests)) {
    const at = requestsField.key(name);
    yield* validateName(name, at);
    yield* validateResourceQuantity(name, request, at);
    yield* validateAgainstLimit(name, request, limits[name], { limitsField, requestsField });
    yield* validateWholePages(name, request, at);
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory'))
    yield field.forbidden('HugePages require cpu or memory');
  if (claims.length > 0) yield* validateClaims(claims, claimNames, field.at('claims'));
}

function* validateAmount(
  name: string,
  quantity: string,
  validateName: (name: string, field: Field) => FieldErrors,
  field: Field,
): FieldErrors {
  yield* validateName(name, field);
  yield* validateResourceQuantity(name, quantity, field);
  yield* validateWholePages(name, quantity, field);
}

function* validateWholePages(name: string, quantity: string, field: Field): FieldErrors {
  if (isHugePages(name) && !isWholeHugePages(name, quantity))
    yield field.invalid(quantity, `${quantity} is not positive integer multiple of ${name}`);
}

function* validateAgainstLimit(
  name: string,
  request: string,
  limit: string | undefined,
  { limitsField, requestsField }: { limitsField: Field; requestsField: Field },
): FieldErrors {
  if (limit === undefined) {
    if (!isOvercommitAllowed(name)) yield limitsField.required('Limit must be set for non overcommitable resources');
    return;
  }
  const order = compareQuantities(request, limit);
  if (order !== 0 && !isOvercommitAllowed(name)) yield requestsField.invalid(request, `must be equal to ${name} limit of ${limit}`);
  else if (order > 0) yield requestsField.invalid(request, `must be less than or equal to ${name} limit of ${limit}`);
}

function* validateClaims(claims: readonly ResourceClaim[], known: ReadonlySet<string>, field: Field): FieldErrors {
  const names = new Set<string>();
  for (const [index, { name, request = '' }] of claims.entries()) {
    const at = field.at(index);
    if (!name) {
      yield at.required();
      continue;
    }
    const key = request ? `${name}/${request}` : name;
    if (names.has(name)) {
      yield at.duplicate(name);
    } else {
      if (request) yield* validateDnsLabel(request, at.at('request'));
      if (names.has(key)) yield at.duplicate(key);
      else if (!request) for (const other of names) if (other.startsWith(`${name}/`)) yield at.duplicate(name);
      names.add(key);
    }
    if (!known.has(name)) {
      const among = known.size === 0 ? ' which is empty' : `: ${[...known].sort().join(', ')}`;
      const error = at.notFound(name);
      yield { ...error, message: `${error.message}: must be one of the names in pod.spec.resourceClaims${among}` };
    }
  }
}

/** Resources given for the whole pod (KEP-2837). */
export function* validatePodResources(spec: Readonly<PodSpec>, field: Field): FieldErrors {
  const { resources, os } = spec;
  if (!resources) return;
  if (os?.name === 'windows') {
    yield field.forbidden('may not be set for a windows pod');
    return;
  }
  if (resources.claims) yield field.at('claims').forbidden('claims may not be set for Resources at pod-level');
  yield* validateResources(resources, validatePodResourceName, noClaims, field);
  yield* validateConsistency(spec, resources, field);
}

function* validateConsistency(spec: Readonly<PodSpec>, { requests = {}, limits = {} }: ResourceRequirements, field: Field): FieldErrors {
  const requested = aggregateResources(spec, (container) => container.resources?.requests);
  for (const [name, sum] of Object.entries(requested)) {
    const given = requests[name];
    if (given === undefined || compareQuantities(sum, given) <= 0) continue;
    yield field.at('requests').key(name).invalid(given, `must be greater than or equal to aggregate container requests of ${sum}`);
  }
  const limited = aggregateResources(spec, (container) => container.resources?.limits);
  for (const [name, sum] of Object.entries(limited)) {
    const given = limits[name];
    if (!isHugePages(name) || given === undefined || compareQuantities(sum, given) <= 0) continue;
    yield field.at('limits').key(name).invalid(given, `must be greater than or equal to aggregate container limits of ${sum}`);
  }
  for (const [index, container] of spec.containers.entries()) {
    for (const [name, limit] of Object.entries(container.resources?.limits ?? {})) {
      const given = limits[name];
      if (given === undefined || compareQuantities(limit, given) <= 0) continue;
      yield field.at('containers', index).key(name).at('limits').invalid(limit, `must be less than or equal to pod limits of ${given}`);
    }
  }
}
