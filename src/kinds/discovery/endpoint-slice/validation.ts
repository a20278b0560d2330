import type { Field, FieldErrors } from '../../../model/field.ts';
import { validateLabels } from '../../../model/label-validation.ts';
import { checkDnsSubdomain, checkLabelValue, type Problems } from '../../../model/names.ts';
import { validateFullyQualifiedDomainName } from '../../../model/qualified-names.ts';
import { validateEndpointIp } from '../../core/endpoint-ip.ts';
import {
  allInvalid,
  protocols,
  validateChoice,
  validateDnsLabel,
  validateDnsSubdomain,
  validateQualifiedName,
} from '../../field-checks.ts';
import { ipFamilyOf, validateIp, validateStrictIp } from '../../ip-validation.ts';
import type { EndpointSlice } from './index.ts';
import type { Endpoint, EndpointHints, EndpointPort } from './schema.ts';

const addressTypes: readonly string[] = ['FQDN', 'IPv4', 'IPv6'];

const mostEndpoints = 1000;
const mostAddresses = 100;
const mostPorts = 20_000;
const mostHints = 8;
const mostTopologyLabels = 16;

/** Everything but the endpoints. */
export function* validateEndpointSlice({ addressType, ports }: Readonly<EndpointSlice>, field: Field): FieldErrors {
  yield* validateChoice(addressType, addressTypes, field.at('addressType'));
  yield* validatePorts(ports ?? [], field.at('ports'));
}

function* validatePorts(ports: readonly EndpointPort[], field: Field): FieldErrors {
  if (ports.length > mostPorts) {
    yield field.tooMany(ports.length, mostPorts);
    return;
  }
  const names = new Set<string>();
  for (const [index, { name = '', protocol, appProtocol }] of ports.entries()) {
    const portField = field.at(index);
    if (name) yield* validateDnsLabel(name, portField.at('name'));
    if (names.has(name)) yield portField.at('name').duplicate(name);
    names.add(name);
    if (protocol === undefined) yield portField.at('protocol').required();
    else if (!protocols.includes(protocol)) yield portField.at('protocol').notSupported(protocol, protocols);
    if (appProtocol !== undefined) yield* validateQualifiedName(appProtocol, portField.at('appProtocol'));
  }
}

export function* validateEndpoints({ endpoints, addressType }: Readonly<EndpointSlice>, field: Field): FieldErrors {
  if (!endpoints) return;
  if (endpoints.length > mostEndpoints) {
    yield field.tooMany(endpoints.length, mostEndpoints);
    return;
  }
  for (const [index, endpoint] of endpoints.entries()) yield* validateEndpoint(endpoint, addressType, field.at(index));
}

function* validateEndpoint(endpoint: Endpoint, addressType: string, field: Field): FieldErrors {
  const { addresses, nodeName, deprecatedTopology = {}, hostname, hints } = endpoint;
  const addressesField = field.at('addresses');
  if (!addresses?.length) yield addressesField.required('must contain at least 1 address');
  else if (addresses.length > mostAddresses) yield addressesField.tooMany(addresses.length, mostAddresses);
  for (const [index, address] of addresses?.entries() ?? []) yield* validateAddress(address, addressType, addressesField, index);
  if (nodeName !== undefined) yield* validateDnsSubdomain(nodeName, field.at('nodeName'));
  const topologyField = field.at('deprecatedTopology');
  const topologyLabels = Object.keys(deprecatedTopology).length;
  if (topologyLabels > mostTopologyLabels) yield topologyField.tooMany(topologyLabels, mostTopologyLabels);
  yield* validateLabels(deprecatedTopology, topologyField);
  if (hostname !== undefined) yield* validateDnsLabel(hostname, field.at('hostname'));
  if (hints) yield* validateHints(hints, field.at('hints'));
}

function* validateAddress(address: string, addressType: string, field: Field, index: number): FieldErrors {
  if (addressType === 'FQDN') yield* validateFullyQualifiedDomainName(address, field.at(index));
  if (addressType !== 'IPv4' && addressType !== 'IPv6') return;
  // Leading zeros were let through in IPv4 addresses once.
  const problems = [...(addressType === 'IPv4' ? validateIp : validateStrictIp)(address, field.at(index))];
  yield* problems;
  if (problems.length > 0) return;
  if (ipFamilyOf(address) !== addressType) yield field.invalid(address, `must be an ${addressType} address`);
  yield* validateEndpointIp(address, field.at(index));
}

function* validateHints({ forZones = [], forNodes = [] }: EndpointHints, field: Field): FieldErrors {
  yield* validateHintNames(forZones, checkLabelValue, field.at('forZones'));
  if (forZones.length <= mostHints) yield* validateHintNames(forNodes, checkDnsSubdomain, field.at('forNodes'));
}

function* validateHintNames(hints: readonly { name: string }[], check: (name: string) => Problems, field: Field): FieldErrors {
  if (hints.length > mostHints) {
    yield field.tooMany(hints.length, mostHints);
    return;
  }
  const names = new Set<string>();
  for (const [index, { name }] of hints.entries()) {
    const nameField = field.at(index).at('name');
    if (names.has(name)) yield nameField.duplicate(name);
    names.add(name);
    yield* allInvalid(name, check(name), nameField);
  }
}
