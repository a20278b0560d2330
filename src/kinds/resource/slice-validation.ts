import type { Field, FieldErrors } from '../../model/field.ts';
import { parseSemanticVersion } from '../semantic-version.ts';
import { validateNodeSelector } from '../core/node-selector-validation.ts';
import { validateDnsLabel, validateDnsSubdomain, validateImmutable } from '../field-checks.ts';
import { goForm, goFormOfList } from '../go-form.ts';
import { NodeSelectorTerm } from '../core/node-selector.ts';
import { validateSharedCapacity, validateWholeCapacity } from './capacity-validation.ts';
import { validateBinding, validateTaint } from './device-validation.ts';
import { validateList, validateMap, validateSet } from './list-validation.ts';
import { longestQualifiedName, validateDomainName, validateDriverName, validatePoolName } from './names-validation.ts';
import { DeviceAttribute, type CounterSet, type Device, type DeviceCounterConsumption, type ResourceSliceSpec } from './resource-slice.ts';

const mostDevices = 128;
/** Where devices need more memory than a name. */
const mostElaborateDevices = 64;
const mostAttributesAndCapacities = 32;
const mostTaints = 16;
const mostCounterSets = 8;
const mostConsumptions = 2;
const mostCounters = 32;
const longestAttribute = 64;
const longestLabel = 63;

export function* validateResourceSliceSpec(spec: Readonly<ResourceSliceSpec>, field: Field): FieldErrors {
  const { driver, pool, devices, sharedCounters } = spec;
  yield* validateDriverName(driver, field.at('driver'));
  const poolField = field.at('pool');
  yield* validatePoolName(pool?.name ?? '', poolField.at('name'));
  const [generation, resourceSliceCount] = [pool?.generation ?? 0, pool?.resourceSliceCount ?? 0];
  if (resourceSliceCount <= 0) yield poolField.at('resourceSliceCount').invalid(resourceSliceCount, 'must be greater than zero');
  if (generation < 0) yield poolField.at('generation').invalid(generation, 'must be greater than or equal to zero');
  yield* validateNodes(spec, field);
  if (sharedCounters && devices) yield field.invalid('', 'only one of `sharedCounters` or `devices` is allowed');
  const isElaborate = devices?.some(({ taints, consumesCounters }) => taints?.length || consumesCounters?.length);
  const rule = (device: Device, at: Field): FieldErrors => validateDevice(device, at, spec.perDeviceNodeSelection === true);
  yield* validateSet(devices, isElaborate ? mostElaborateDevices : mostDevices, field.at('devices'), rule, ({ name }) => name);
  yield* validateSet(sharedCounters, mostCounterSets, field.at('sharedCounters'), validateCounterSet, ({ name }) => name);
}

export function* validateResourceSliceUpdate(next: ResourceSliceSpec, previous: ResourceSliceSpec, field: Field): FieldErrors {
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

function* validateDevice(device: Device, field: Field, isPerDevice: boolean): FieldErrors {
  const { name, attributes = {}, capacity = {}, taints, consumesCounters } = device;
  yield* validateDnsLabel(name, field.at('name'));
  const count = Object.keys(attributes).length + Object.keys(capacity).length;
  if (count > mostAttributesAndCapacities) {
    yield field.invalid(count, `the total number of attributes and capacities must not exceed ${mostAttributesAndCapacities}`);
  }
  const names = { maxKeyLength: longestQualifiedName, key: validateDomainName };
  yield* validateMap(attributes, field.at('attributes'), { ...names, value: validateAttribute });
  const capacityRule = device.allowMultipleAllocations ? validateSharedCapacity : validateWholeCapacity;
  yield* validateMap(capacity, field.at('capacity'), { ...names, value: capacityRule });
  yield* validateList(taints, mostTaints, field.at('taints'), validateTaint);
  yield* validateSet(consumesCounters, mostConsumptions, field.at('consumesCounters'), validateConsumption, ({ counterSet }) => counterSet);
  yield* validateDeviceNodes(device, field, isPerDevice);
  yield* validateBinding(device, field);
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
  if (string !== undefined && Buffer.byteLength(string) > longestAttribute) yield field.at('string').tooLong(longestAttribute);
  if (version !== undefined) {
    const at = field.at('version');
    if (!parseSemanticVersion(version)) yield at.invalid(version, 'must be a string compatible with semver.org spec 2.0.0');
    if (Buffer.byteLength(version) > longestAttribute) yield at.tooLong(longestAttribute);
  }
  const count = [int, bool, string, version].filter((value) => value !== undefined).length;
  const detail = 'exactly one value must be specified';
  if (count === 0) yield field.invalid('', detail);
  if (count > 1) yield field.invalid(goForm(DeviceAttribute, attribute), detail);
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
