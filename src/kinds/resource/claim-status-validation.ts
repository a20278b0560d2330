import { isIPv4 } from 'node:net';
import type { Field, FieldErrors } from '../../model/field.ts';
import { validateConditions } from '../condition-validation.ts';
import { validateNodeSelector } from '../core/node-selector-validation.ts';
import { validateChoice, validateDnsLabel } from '../field-checks.ts';
import { goForm } from '../go-form.ts';
import { canonicalCidr, canonicalIp } from '../ip-validation.ts';
import { isSame } from '../same.ts';
import { allocatedDevices, deviceIdOf, shownDeviceId } from './allocated-devices.ts';
import { requestNamesOf, validateRequestReference, validateRequestReferences, type RequestNames } from './claim-validation.ts';
import { mostConfigurations, validateBinding, validateConfiguration, validateJsonObject } from './device-validation.ts';
import { validateList, validateSet } from './list-validation.ts';
import { validateDriverName, validatePoolName, validateUid } from './names-validation.ts';
import {
  AllocationResult,
  type AllocatedDeviceStatus,
  type DeviceAllocationConfiguration,
  type DeviceRequestAllocationResult,
  type NetworkDeviceData,
  type ResourceClaim,
  type ResourceClaimConsumerReference,
  type ResourceClaimStatus,
} from './resource-claim.ts';

const mostConsumers = 256;
const mostResults = 32;
const mostConditions = 8;
const mostAddresses = 16;
const longestData = 10 * 1024;
const longestInterfaceName = 256;
const longestHardwareAddress = 128;
const configurationSources: readonly string[] = ['FromClaim', 'FromClass'];

export function* validateResourceClaimStatusUpdate(
  { metadata, spec, status }: Readonly<ResourceClaim>,
  previous: Readonly<ResourceClaimStatus>,
  field: Field,
): FieldErrors {
  const { reservedFor = [], devices, allocation } = status;
  const reservedField = field.at('reservedFor');
  yield* validateSet(reservedFor, mostConsumers, reservedField, validateConsumer, ({ uid }) => uid);
  const allocated = allocatedDevices(status);
  yield* validateSet(devices, Infinity, field.at('devices'), (each, at) => validateDevice(each, at, allocated), deviceIdOf, shownDeviceId);
  if (reservedFor.length > 0 && !allocation) yield reservedField.forbidden('may not be specified when `allocated` is not set');
  else if (metadata.deletionTimestamp && reservedFor.some((consumer) => !isAmong(consumer, previous.reservedFor))) {
    yield reservedField.forbidden('new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set');
  }
  if (!allocation) return;
  const at = field.at('allocation');
  if (!previous.allocation) yield* validateAllocation(allocation, at, requestNamesOf(spec.devices));
  else if (!isSame(AllocationResult, allocation, previous.allocation)) {
    yield at.invalid(goForm(AllocationResult, allocation), 'field is immutable');
  }
}

const isAmong = (consumer: ResourceClaimConsumerReference, all: readonly ResourceClaimConsumerReference[] = []): boolean =>
  all.some(
    ({ uid, name, resource, apiGroup = '' }) =>
      uid === consumer.uid && name === consumer.name && resource === consumer.resource && apiGroup === (consumer.apiGroup ?? ''),
  );

function* validateConsumer({ resource, name, uid }: ResourceClaimConsumerReference, field: Field): FieldErrors {
  if (!resource) yield field.at('resource').required();
  if (!name) yield field.at('name').required();
  if (!uid) yield field.at('uid').required();
}

function* validateAllocation({ devices, nodeSelector }: AllocationResult, field: Field, names: RequestNames): FieldErrors {
  const at = field.at('devices');
  yield* validateList(devices?.results, mostResults, at.at('results'), (each, of) => validateResult(each, of, names));
  // Both the class and the claim may have so many.
  yield* validateList(devices?.config, 2 * mostConfigurations, at.at('config'), (each, of) => validateAllocated(each, of, names));
  if (nodeSelector) yield* validateNodeSelector(nodeSelector, field.at('nodeSelector'));
}

function* validateResult(result: DeviceRequestAllocationResult, field: Field, names: RequestNames): FieldErrors {
  yield* validateRequestReference(result.request, field.at('request'), names);
  yield* validateDriverName(result.driver, field.at('driver'));
  yield* validatePoolName(result.pool, field.at('pool'));
  yield* validateDnsLabel(result.device, field.at('device'));
  yield* validateBinding(result, field);
  if (result.shareID !== undefined) yield* validateUid(result.shareID, field.at('shareID'));
}

function* validateAllocated(config: DeviceAllocationConfiguration, field: Field, names: RequestNames): FieldErrors {
  yield* validateChoice(config.source, configurationSources, field.at('source'));
  yield* validateRequestReferences(config.requests, field.at('requests'), names);
  yield* validateConfiguration(config, field);
}

function* validateDevice(device: AllocatedDeviceStatus, field: Field, allocated: ReadonlySet<string>): FieldErrors {
  const { conditions, data, networkData } = device;
  yield* validateDriverName(device.driver, field.at('driver'));
  yield* validatePoolName(device.pool, field.at('pool'));
  yield* validateDnsLabel(device.device, field.at('device'));
  if (device.shareID !== undefined) yield* validateUid(device.shareID, field.at('shareID'));
  if (!allocated.has(deviceIdOf(device))) yield field.invalid(shownDeviceId(device), 'must be an allocated device in the claim');
  const conditionsField = field.at('conditions');
  const count = conditions?.length ?? 0;
  if (count > mostConditions) yield conditionsField.tooMany(count, mostConditions);
  yield* validateConditions(conditions ?? [], conditionsField);
  if (data !== undefined) yield* validateJsonObject(data, field.at('data'), longestData);
  if (networkData) yield* validateNetworkData(networkData, field.at('networkData'));
}

function* validateNetworkData({ interfaceName = '', hardwareAddress = '', ips }: NetworkDeviceData, field: Field): FieldErrors {
  if (Buffer.byteLength(interfaceName) > longestInterfaceName) yield field.at('interfaceName').tooLong(longestInterfaceName);
  if (Buffer.byteLength(hardwareAddress) > longestHardwareAddress) yield field.at('hardwareAddress').tooLong(longestHardwareAddress);
  yield* validateSet(ips, mostAddresses, field.at('ips'), validateInterfaceAddress, (address) => address);
}

/** An address together with the length of its network's prefix. */
function* validateInterfaceAddress(text: string, field: Field): FieldErrors {
  const [address = '', prefix = ''] = text.split('/');
  if (!canonicalCidr(text)) {
    yield field.invalid(text, 'must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)');
    return;
  }
  const canonicalAddress = canonicalIp(address);
  const isMapped = address.includes(':') && isIPv4(canonicalAddress) && Number(prefix) > 32;
  const canonical = `${canonicalAddress}/${Number(prefix) - (isMapped ? 96 : 0)}`;
  if (text !== canonical) yield field.invalid(text, `must be in canonical form (${JSON.stringify(canonical)})`);
}
