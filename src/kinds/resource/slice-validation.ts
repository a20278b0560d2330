import type { Field, FieldErrors } from '../../model/field.ts';
import { parseSemanticVersion } from '../semantic-version.ts';
import { validateNodeSelector } from '../core/node-selector-validation.ts';
import { validateDnsLabel, validateDnsSubdomain, validateImmutable } from '../field-checks.ts';
import { goForm, goFormOfList } from '../go-form.ts';
import { isNativeResource } from '../core/resource-name.ts';
import { isSame } from '../same.ts';
import { compareQuantities } from '../../model/quantity.ts';
import { NodeSelectorTerm } from '../core/node-selector.ts';
import { validateSharedCapacity, validateWholeCapacity } from './capacity-validation.ts';
import { validateBinding, validateTaint } from './device-validation.ts';
import { validateList, validateMap, validateSet } from './list-validation.ts';
import { longestQualifiedName, validateDomainName, validateDriverName, validatePoolName } from './names-validation.ts';
import { Device, DeviceAttribute, type CounterSet, type DeviceCounterConsumption, type ResourceSliceSpec } from './resource-slice.ts';

const mostDevices = 128;
/** Where devices need more memory than a name. */
const mostElaborateDevices = 64;
const mostAttributesAndCapacities = 32;
const mostAttributeValues = 48;
const mostTaints = 16;
const mostCounterSets = 8;
const mostConsumptions = 2;
const mostCounters = 32;
const longestAttribute = 64;
const longestLabel = 63;

export function* validateResourceSliceSpec(
  spec: Readonly<ResourceSliceSpec>,
  field: Field,
  previous?: Readonly<ResourceSliceSpec>,
): FieldErrors {
  const { driver, pool, devices, sharedCounters } = spec;
  yield* validateDriverName(driver, field.at('driver'));
  const poolField = field.at('pool');
  yield* validatePoolName(pool?.name ?? '', poolField.at('name'));
  const [generation, resourceSliceCount] = [pool?.generation ?? 0, pool?.resourceSliceCount ?? 0];
  if (resourceSliceCount <= 0) yield poolField.at('resourceSliceCount').invalid(resourceSliceCount, 'must be greater than zero');
  if (generation < 0) yield poolField.at('generation').invalid(generation, 'must be greater than or equal to zero');
  if (previous) yield* validateIdentity(spec, previous, field);
  yield* validateNodes(spec, field);
  if (sharedCounters && devices) yield field.invalid('', 'only one of `sharedCounters` or `devices` is allowed');
  const isElaborate = devices?.some(
    ({ taints, consumesCounters, attributes }) =>
      taints?.length || consumesCounters?.length || Object.values(attributes ?? {}).some((attribute) => listsOf(attribute).length > 0),
  );
  const rule = (device: Device, at: Field): FieldErrors =>
    validateDevice(device, at, {
      isPerDevice: spec.perDeviceNodeSelection === true,
      previous: previous?.devices?.find(({ name }) => name === device.name),
    });
  yield* validateSet(devices, isElaborate ? mostElaborateDevices : mostDevices, field.at('devices'), rule, ({ name }) => name);
  yield* validateSet(sharedCounters, mostCounterSets, field.at('sharedCounters'), validateCounterSet, ({ name }) => name);
}

/** Whose devices they are stays. */
function* validateIdentity(next: ResourceSliceSpec, previous: ResourceSliceSpec, field: Field): FieldErrors {
  yield* validateImmutable(next.pool?.name, previous.pool?.name, field.at('pool', 'name'));
  yield* validateImmutable(next.driver, previous.driver, field.at('driver'));
  yield* validateImmutable(next.nodeName, previous.nodeName, field.at('nodeName'));
}

function* validateNodes(spec: ResourceSliceSpec, field: Field): FieldErrors {
  const { nodeName, nodeSelector, allNodes, perDeviceNodeSelection: perDevice } = spec;
  const mustBeTrue = 'must be either unset or set to true';
  if (nodeName) yield* validateDnsSubdomain(nodeName, field.at('nodeName'));
  if (nodeName === '') yield field.at('nodeName').invalid('', 'must be either unset or set to a non-empty string');
  if (nodeSelector) {
    yield* validateNodeSelector(nodeSelector, field.at('nodeSelector'));
    const { nodeSelectorTerms: terms } = nodeSelector;
    if (terms?.length !== 1) {
      yield field
        .at('nodeSelector', 'nodeSelectorTerms')
        .invalid(goFormOfList(NodeSelectorTerm, terms ?? undefined), 'must have exactly one node selector term');
    }
  }
  if (allNodes === false) yield field.at('allNodes').invalid(false, mustBeTrue);
  if (perDevice === false) yield field.at('perDeviceNodeSelection').invalid(false, mustBeTrue);
  const given = namesOfGiven({ nodeName, nodeSelector, allNodes, perDeviceNodeSelection: perDevice });
  const detail = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required';
  if (given.length === 0) yield field.required(detail);
  if (given.length > 1) yield field.invalid(`{${given.join(', ')}}`, `${detail}, but multiple fields are set`);
}

const namesOfGiven = (values: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(values)
    .filter(([, value]) => value)
    .map(([name]) => `\`${name}\``);

interface Surroundings {
  readonly isPerDevice: boolean;
  readonly previous: Readonly<Device> | undefined;
}

function* validateDevice(device: Device, field: Field, { isPerDevice, previous }: Surroundings): FieldErrors {
  const { name, attributes = {}, capacity = {}, taints, consumesCounters } = device;
  yield* validateDnsLabel(name, field.at('name'));
  const count = Object.keys(attributes).length + Object.keys(capacity).length;
  if (count > mostAttributesAndCapacities) {
    yield field.invalid(count, `the total number of attributes and capacities must not exceed ${mostAttributesAndCapacities}`);
  }
  const values = Object.values(attributes)
    .map((attribute) => listsOf(attribute).reduce((sum, { length }) => sum + length, 0) || 1)
    .reduce((a, b) => a + b, 0);
  if (values > mostAttributeValues)
    yield field.invalid(values, `the total number of attribute values must not exceed ${mostAttributeValues}`);
  const names = { maxKeyLength: longestQualifiedName, key: validateDomainName };
  yield* validateMap(attributes, field.at('attributes'), { ...names, value: validateAttribute });
  const capacityRule = device.allowMultipleAllocations ? validateSharedCapacity : validateWholeCapacity;
  yield* validateMap(capacity, field.at('capacity'), { ...names, value: capacityRule });
  const taintsSchema = Device.fields['taints']?.schema;
  const areTaintsNew = !previous || taintsSchema === undefined || !isSame(taintsSchema, previous.taints, taints);
  if (areTaintsNew) yield* validateList(taints, mostTaints, field.at('taints'), validateTaint);
  yield* validateSet(consumesCounters, mostConsumptions, field.at('consumesCounters'), validateConsumption, ({ counterSet }) => counterSet);
  yield* validateDeviceNodes(device, field, isPerDevice);
  yield* validateBinding(device, field);
  yield* validateMappings(device, field.at('nodeAllocatableResourceMappings'));
}

/** What using the device takes of the node itself. */
function* validateMappings({ nodeAllocatableResourceMappings: mappings = {}, capacity = {} }: Device, field: Field): FieldErrors {
  for (const [name, { allocationMultiplier: multiplier, capacityKey }] of Object.entries(mappings)) {
    const at = field.key(name);
    if (!isNativeResource(name)) yield at.invalid(name, 'must be a node allocatable resource name');
    if (multiplier === undefined && capacityKey === undefined) {
      yield at.invalid('', 'at least one of allocationMultiplier or capacityKey must be set');
      continue;
    }
    if (multiplier !== undefined && compareQuantities(multiplier, '0') <= 0) {
      yield at.at('allocationMultiplier').invalid(multiplier, 'must be positive');
    }
    if (capacityKey === '') yield at.at('capacityKey').invalid('', 'capacityKey must not be an empty string');
    else if (capacityKey !== undefined && !Object.hasOwn(capacity, capacityKey)) yield at.at('capacityKey').notFound(capacityKey);
  }
}

function* validateDeviceNodes({ nodeName, nodeSelector, allNodes }: Device, field: Field, isPerDevice: boolean): FieldErrors {
  if (!isPerDevice) {
    if (nodeName === undefined && !nodeSelector && allNodes === undefined) return;
    const detail = '`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true';
    yield field.invalid(null, `${detail} in the ResourceSlice spec`);
    return;
  }
  if (nodeName) yield* validateDnsSubdomain(nodeName, field.at('nodeName'));
  if (nodeName === '') yield field.at('nodeName').invalid('', 'must not be empty');
  if (nodeSelector) yield* validateNodeSelector(nodeSelector, field.at('nodeSelector'));
  if (allNodes === false) yield field.at('allNodes').invalid(false, 'must be either unset or set to true');
  const given = namesOfGiven({ nodeName, nodeSelector, allNodes });
  const needed = 'exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required';
  const detail = `${needed} when \`perDeviceNodeSelection\` is set to true in the ResourceSlice spec`;
  if (given.length === 0) yield field.required(detail);
  if (given.length > 1) yield field.invalid(`{${given.join(', ')}}`, detail);
}

function* validateAttribute(attribute: DeviceAttribute, field: Field): FieldErrors {
  const { int, bool, string, version } = attribute;
  if (string !== undefined) yield* validateText(string, field.at('string'));
  if (version !== undefined) yield* validateVersion(version, field.at('version'));
  for (const [index, text] of attribute.strings?.entries() ?? []) yield* validateText(text, field.at('strings', index));
  for (const [index, text] of attribute.versions?.entries() ?? []) yield* validateVersion(text, field.at('versions', index));
  const count = [int, bool, string, version].filter((value) => value !== undefined).length + listsOf(attribute).length;
  const detail = 'exactly one value must be specified';
  if (count === 0) yield field.invalid('', detail);
  if (count > 1) yield field.invalid(goForm(DeviceAttribute, attribute), detail);
}

const listsOf = ({ bools, ints, strings, versions }: DeviceAttribute): readonly (readonly unknown[])[] =>
  [bools, ints, strings, versions].filter((list) => list !== undefined);

function* validateText(text: string, field: Field): FieldErrors {
  if (Buffer.byteLength(text) > longestAttribute) yield field.tooLong(longestAttribute);
}

function* validateVersion(version: string, field: Field): FieldErrors {
  if (!parseSemanticVersion(version)) yield field.invalid(version, 'must be a string compatible with semver.org spec 2.0.0');
  yield* validateText(version, field);
}

const validateCounterSet = (set: CounterSet, field: Field): FieldErrors => validateCounters(set.name, 'name', set.counters, field);

const validateConsumption = ({ counterSet, counters }: DeviceCounterConsumption, field: Field): FieldErrors =>
  validateCounters(counterSet, 'counterSet', counters, field);

function* validateCounters(name: string, nameOf: string, counters: CounterSet['counters'] | null, field: Field): FieldErrors {
  const at = field.at(nameOf);
  if (name) yield* validateDnsLabel(name, at);
  else yield at.required();
  const rules = { maxCount: mostCounters, maxKeyLength: longestLabel, key: validateDnsLabel };
  if (!counters || Object.keys(counters).length === 0) yield field.at('counters').required();
  else yield* validateMap(counters, field.at('counters'), rules);
}
