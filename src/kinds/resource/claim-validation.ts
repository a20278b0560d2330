import type { FeatureGates } from '../../model/features/feature-gates.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { validateDnsLabel, validateDnsSubdomain } from '../field-checks.ts';
import { mostConfigurations, validateConfiguration, validateSelectors, validateTolerations } from './device-validation.ts';
import { validateList, validateSet } from './list-validation.ts';
import { validateFullDomainName } from './names-validation.ts';
import type {
  DeviceClaim,
  DeviceClaimConfiguration,
  DeviceConstraint,
  DeviceRequest,
  DeviceSubRequest,
  ExactDeviceRequest,
  ResourceClaimSpec,
} from './resource-claim.ts';

export const mostRequests = 32;
const mostConstraints = 32;
const mostAlternatives = 8;
const modes: readonly string[] = ['All', 'ExactCount'];

export function* validateResourceClaimSpec({ devices }: Readonly<ResourceClaimSpec>, field: Field, gates: FeatureGates): FieldErrors {
  if (!devices) return;
  const at = field.at('devices');
  const names = requestNamesOf(devices);
  const { requests, constraints, config } = devices;
  yield* validateSet(requests, mostRequests, at.at('requests'), validateRequest, ({ name }) => name);
  yield* validateList(constraints, mostConstraints, at.at('constraints'), (each, of) => validateConstraint(each, of, { names, gates }));
  yield* validateList(config, mostConfigurations, at.at('config'), (each, of) => validateClaimConfiguration(each, of, names));
}

/** Requests are referred to by their names, alternatives within them as `request/alternative`. */
export type RequestNames = ReadonlySet<string>;

export function requestNamesOf(devices: Readonly<DeviceClaim> | undefined): RequestNames {
  const names = new Set<string>();
  for (const { name, firstAvailable } of devices?.requests ?? []) {
    names.add(name);
    for (const alternative of firstAvailable ?? []) names.add(`${name}/${alternative.name}`);
  }
  return names;
}

/** Names of requests, each once. */
export const validateRequestReferences = (references: readonly string[] | undefined, field: Field, names: RequestNames): FieldErrors =>
  validateSet(
    references,
    mostRequests,
    field,
    (reference, at) => validateRequestReference(reference, at, names),
    (reference) => reference,
  );

export function* validateRequestReference(reference: string, field: Field, names: RequestNames): FieldErrors {
  const detail = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
  const segments = reference.split('/');
  if (segments.length > 2) {
    yield field.invalid(reference, detail);
    return;
  }
  for (const segment of segments) yield* validateDnsLabel(segment, field);
  if (!names.has(reference)) yield field.invalid(reference, detail);
}

function* validateRequest({ name, exactly, firstAvailable }: DeviceRequest, field: Field): FieldErrors {
  yield* validateDnsLabel(name, field.at('name'));
  const detail = 'exactly one of `exactly` or `firstAvailable` is required';
  if (firstAvailable?.length) {
    if (exactly) yield field.invalid(null, `${detail}, but multiple fields are set`);
    else yield* validateSet(firstAvailable, mostAlternatives, field.at('firstAvailable'), validateAlternative, (each) => each.name);
  } else if (exactly) yield* validateExactRequest(exactly, field.at('exactly'));
  else yield field.required(detail);
}

function* validateAlternative(request: DeviceSubRequest, field: Field): FieldErrors {
  yield* validateDnsLabel(request.name, field.at('name'));
  yield* validateExactRequest(request, field);
}

function* validateExactRequest(request: Omit<ExactDeviceRequest, 'adminAccess'>, field: Field): FieldErrors {
  const { deviceClassName, selectors, allocationMode = '', count = 0, tolerations } = request;
  if (!deviceClassName) yield field.at('deviceClassName').required();
  else yield* validateDnsSubdomain(deviceClassName, field.at('deviceClassName'));
  yield* validateSelectors(selectors, field.at('selectors'));
  if (allocationMode === 'All') {
    if (count) yield field.at('count').invalid(count, "must not be specified when allocationMode is 'All'");
  } else if (allocationMode === 'ExactCount') {
    if (count <= 0) yield field.at('count').invalid(count, 'must be greater than zero');
  } else yield field.at('allocationMode').notSupported(allocationMode, modes);
  yield* validateTolerations(tolerations, field.at('tolerations'));
}

interface Surroundings {
  readonly names: RequestNames;
  readonly gates: FeatureGates;
}

function* validateConstraint(constraint: DeviceConstraint, field: Field, { names, gates }: Surroundings): FieldErrors {
  const { requests, matchAttribute, distinctAttribute } = constraint;
  yield* validateRequestReferences(requests, field.at('requests'), names);
  if (matchAttribute !== undefined) yield* validateFullDomainName(matchAttribute, field.at('matchAttribute'));
  else if (distinctAttribute !== undefined) yield* validateFullDomainName(distinctAttribute, field.at('distinctAttribute'));
  else if (!gates.isOn('DRAConsumableCapacity')) yield field.at('matchAttribute').required();
  else yield field.required('exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set');
}

function* validateClaimConfiguration(config: DeviceClaimConfiguration, field: Field, names: RequestNames): FieldErrors {
  yield* validateRequestReferences(config.requests, field.at('requests'), names);
  yield* validateConfiguration(config, field);
}
