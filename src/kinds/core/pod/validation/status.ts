import type { Field, FieldErrors } from '../../../../model/field.ts';
import { quantitySign } from '../../../../model/quantity.ts';
import { allInvalid, validateDnsLabel, validateDnsSubdomain, validateQualifiedName, validateUserId } from '../../../field-checks.ts';
import { validateIpPair } from '../../../dual-stack.ts';
import { goFormOfList } from '../../../go-form.ts';
import { validateIp } from '../../../ip-validation.ts';
import { checkDnsSubdomain } from '../../../../model/names.ts';
import { isNativeResource } from '../../resource-name.ts';
import type { Container } from '../container.ts';
import type { Pod } from '../index.ts';
import { HostIP, PodIP, type ContainerStatus, type LinuxContainerUser, type PodStatus } from '../status.ts';
import { validatePodAnnotations, validatePodAnnotationsUpdate } from './annotations.ts';
import { validateTransitions } from './state-transitions.ts';

const mustNotBeNegative = 'must be a non-negative integer';

export function* validatePodStatusUpdate(next: Readonly<Pod>, previous: Readonly<Pod>, field: Field): FieldErrors {
  const annotationsField = field.at('metadata', 'annotations');
  yield* validatePodAnnotationsUpdate(next.metadata.annotations, previous.metadata.annotations, annotationsField);
  yield* validatePodAnnotations(next.metadata.annotations, next.spec, annotationsField);
  const at = field.at('status');
  const { spec, status } = next;
  yield* validateConditions(status, at.at('conditions'));
  yield* validateNomination(next, previous, at.at('nominatedNodeName'));
  if ((status.observedGeneration ?? 0) < 0) yield at.at('observedGeneration').invalid(status.observedGeneration, mustNotBeNegative);
  if (status.qosClass !== previous.status.qosClass) yield at.at('qosClass').invalid(status.qosClass ?? '', 'field is immutable');
  yield* validateTransitions(status, previous, at);
  yield* validateClaimStatuses(next, at);
  yield* validateAddresses(status.podIPs, previous.status.podIPs, PodIP, at.at('podIPs'));
  if (status.hostIPs?.[0] && status.hostIP !== status.hostIPs[0].ip) {
    yield at.at('hostIPs', 0, 'ip').invalid(status.hostIPs[0].ip, 'must be equal to `hostIP`');
  }
  yield* validateAddresses(status.hostIPs, previous.status.hostIPs, HostIP, at.at('hostIPs'));
  for (const name of ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const) {
    for (const [index, { user }] of status[name]?.entries() ?? []) {
      if (!user?.linux) continue;
      const userField = at.at(name, index, 'user', 'linux');
      if (spec.os?.name === 'windows') yield userField.forbidden('cannot be set for a windows pod');
      else yield* validateLinuxUser(user.linux, userField);
    }
  }
  yield* validateHealth(status.containerStatuses, spec.containers, at.at('containerStatuses'));
  yield* validateHealth(status.initContainerStatuses, spec.initContainers ?? [], at.at('initContainerStatuses'));
  for (const [index, { allocatedResourcesStatus }] of status.ephemeralContainerStatuses?.entries() ?? []) {
    if (!allocatedResourcesStatus?.length) continue;
    yield at.at('ephemeralContainerStatuses', index, 'allocatedResourcesStatus').forbidden('must not be specified in container status');
  }
}

const systemConditions = ['PodScheduled', 'Ready', 'Initialized'];

function* validateConditions({ conditions = [] }: PodStatus, field: Field): FieldErrors {
  for (const [index, { type, observedGeneration = 0 }] of conditions.entries()) {
    if (observedGeneration < 0) yield field.at(index, 'observedGeneration').invalid(observedGeneration, mustNotBeNegative);
    if (!systemConditions.includes(type)) yield* validateQualifiedName(type, field.at(index, 'Type'));
  }
}

function* validateNomination({ status }: Readonly<Pod>, previous: Readonly<Pod>, field: Field): FieldErrors {
  const { nominatedNodeName: name } = status;
  if (!name || name === previous.status.nominatedNodeName) return;
  yield* validateDnsSubdomain(name, field);
  if (previous.spec.nodeName) yield field.forbidden('may not be set on pods that are already bound to a node');
}

function* validateAddresses<T extends { ip: string }>(
  addresses: readonly T[] | undefined,
  previous: readonly T[] | undefined,
  schema: typeof PodIP | typeof HostIP,
  field: Field,
): FieldErrors {
  if (!addresses) return;
  const existing = previous?.map(({ ip }) => ip) ?? [];
  for (const [index, { ip }] of addresses.entries()) yield* validateIp(ip, field.at(index), existing);
  yield* validateIpPair(
    addresses.map(({ ip }) => ip),
    goFormOfList(schema, [...addresses]),
    field,
  );
}

function* validateLinuxUser({ uid, gid, supplementalGroups }: LinuxContainerUser, field: Field): FieldErrors {
  yield* validateUserId(uid, field.at('uid'));
  yield* validateUserId(gid, field.at('gid'));
  for (const [index, group] of supplementalGroups?.entries() ?? []) yield* validateUserId(group, field.at('supplementalGroups', index));
}

function* validateClaimStatuses({ spec, status }: Readonly<Pod>, field: Field): FieldErrors {
  const seen = new Set<string>();
  for (const [index, { name, resourceClaimName }] of status.resourceClaimStatuses?.entries() ?? []) {
    const at = field.at('resourceClaimStatuses', index);
    const known = spec.resourceClaims?.some((claim) => claim.name === name);
    if (!known) yield at.at('name').invalid(name, 'must match the name of an entry in `spec.resourceClaims`');
    if (seen.has(name)) yield at.at('name').duplicate(name);
    seen.add(name);
    if (resourceClaimName !== undefined)
      yield* allInvalid(resourceClaimName, checkDnsSubdomain(resourceClaimName), at.at('resourceClaimName'));
  }
  yield* validateExtendedClaim({ spec, status }, field.at('extendedResourceClaimStatus'));
  yield* validateNodeClaims({ spec, status }, field.at('nodeAllocatableResourceClaimStatuses'));
}

function* validateExtendedClaim({ spec, status }: Pick<Pod, 'spec' | 'status'>, field: Field): FieldErrors {
  if (!status.extendedResourceClaimStatus) return;
  const { requestMappings, resourceClaimName } = status.extendedResourceClaimStatus;
  const at = field.at('requestMappings');
  if (!requestMappings?.length) yield at.required('at least one request mapping is required');
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const seen = new Set<string>();
  for (const [index, { containerName, resourceName, requestName }] of requestMappings?.entries() ?? []) {
    const container = containers.find(({ name }) => name === containerName);
    if (!container) {
      const detail = 'must match the name of an entry in spec.initContainers.name or spec.containers.name';
      yield at.at(index, 'containerName').invalid(containerName, detail);
    } else if (!(resourceName in (container.resources?.requests ?? {}))) {
      const where = 'spec.initContainers.resources.requests or spec.containers.resources.requests';
      yield at.at(index, 'resourceName').invalid(resourceName, `must match the extended resource name of an entry in ${where}`);
    }
    yield* validateDnsLabel(requestName, field.at('requestName'));
    const key = `${containerName}\n${resourceName}\n${requestName}`;
    if (seen.has(key)) {
      yield at.at(index, 'containerName').duplicate(containerName);
      yield at.at(index, 'resourceName').duplicate(resourceName);
      yield at.at(index, 'requestName').duplicate(requestName);
    }
    seen.add(key);
  }
  if (!resourceClaimName) yield field.at('resourceClaimName').required();
  else yield* validateDnsSubdomain(resourceClaimName, field.at('resourceClaimName'));
}

function* validateNodeClaims({ spec, status }: Pick<Pod, 'spec' | 'status'>, field: Field): FieldErrors {
  for (const [index, { resourceClaimName: name, containers, resources }] of status.nodeAllocatableResourceClaimStatuses?.entries() ?? []) {
    const at = field.at(index);
    if (!name) yield at.at('resourceClaimName').required('must not be empty');
    const references = [...(spec.resourceClaims ?? []), ...(status.resourceClaimStatuses ?? [])];
    if (!references.some((reference) => reference.resourceClaimName === name)) {
      yield at.at('resourceClaimName').invalid(name, 'no mapping found in pod reference');
    }
    if (!containers?.length) yield at.at('containers').required('must not be empty');
    const entries = Object.entries(resources ?? {});
    if (entries.length === 0) yield at.at('resources').required('must not be empty');
    for (const [resource, quantity] of entries) {
      const key = at.at('resources').key(resource);
      if (!isNativeResource(resource)) yield key.invalid(resource, 'must be a node allocatable resource name');
      if (quantitySign(quantity) < 0) yield key.invalid(quantity, 'must be non-negative');
    }
  }
}

const healthValues = ['Healthy', 'Unhealthy', 'Unknown'];
const maxHealthMessageLength = 1024;

function* validateHealth(statuses: readonly ContainerStatus[] | undefined, containers: readonly Container[], field: Field): FieldErrors {
  for (const [index, { name, allocatedResourcesStatus }] of statuses?.entries() ?? []) {
    const container = containers.find((each) => each.name === name);
    for (const [resourceIndex, allocated] of allocatedResourcesStatus?.entries() ?? []) {
      const at = field.at(index, 'allocatedResourcesStatus', resourceIndex);
      if (container) yield* validateAllocatedName(allocated.name, container, at.at('name'));
      const ids = new Set<string>();
      for (const [deviceIndex, { resourceID, health = '', message }] of allocated.resources?.entries() ?? []) {
        const device = at.at('resources', deviceIndex);
        if (!healthValues.includes(health)) yield device.at('health').notSupported(health, healthValues);
        if (message === '') yield device.at('message').required('must be non-empty if specified');
        else if (message !== undefined && Buffer.byteLength(message) > maxHealthMessageLength) {
          yield device.at('message').tooLong(maxHealthMessageLength);
        }
        if (ids.has(resourceID)) yield device.at('resourceID').duplicate(resourceID);
        ids.add(resourceID);
      }
    }
  }
}

function* validateAllocatedName(name: string, { resources }: Readonly<Container>, field: Field): FieldErrors {
  if (!name.startsWith('claim:')) {
    if (!(name in (resources?.requests ?? {}))) yield field.invalid(name, "must match one of the container's resource requests");
    return;
  }
  const claims = resources?.claims?.map((claim) => `claim:${claim.name}${claim.request ? `/${claim.request}` : ''}`);
  if (claims?.includes(name)) return;
  const format = "'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty";
  yield field.invalid(name, `must match one of the container's resource claims in a format ${format}`);
}
