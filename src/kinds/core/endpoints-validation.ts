import { Field, type FieldErrors } from '../../model/field.ts';
import {
  protocols,
  validateChoice,
  validateDnsLabel,
  validateDnsSubdomain,
  validatePortNumber,
  validateQualifiedName,
} from '../field-checks.ts';
import { ipWarnings, validateIp } from '../ip-validation.ts';
import { validateEndpointIp } from './endpoint-ip.ts';
import type { EndpointAddress, EndpointPort, Endpoints } from './endpoints.ts';

export function* validateEndpoints({ subsets = [] }: Readonly<Endpoints>, field: Field): FieldErrors {
  for (const [index, { addresses = [], notReadyAddresses = [], ports = [] }] of subsets.entries()) {
    const at = field.at('subsets', index);
    if (addresses.length === 0 && notReadyAddresses.length === 0) yield at.required('must specify `addresses` or `notReadyAddresses`');
    for (const [i, address] of addresses.entries()) yield* validateAddress(address, at.at('addresses', i));
    for (const [i, address] of notReadyAddresses.entries()) yield* validateAddress(address, at.at('notReadyAddresses', i));
    for (const [i, port] of ports.entries()) yield* validatePort(port, ports.length > 1, at.at('ports', i));
  }
}

function* validateAddress({ ip, hostname, nodeName }: EndpointAddress, field: Field): FieldErrors {
  yield* validateIp(ip, field.at('ip'));
  if (hostname) yield* validateDnsLabel(hostname, field.at('hostname'));
  if (nodeName !== undefined) yield* validateDnsSubdomain(nodeName, field.at('nodeName'));
  yield* validateEndpointIp(ip, field.at('ip'));
}

function* validatePort({ name, port, protocol, appProtocol }: EndpointPort, needsName: boolean, field: Field): FieldErrors {
  if (name) yield* validateDnsLabel(name, field.at('name'));
  else if (needsName) yield field.at('name').required();
  yield* validatePortNumber(port, field.at('port'));
  yield* validateChoice(protocol, protocols, field.at('protocol'));
  if (appProtocol !== undefined) yield* validateQualifiedName(appProtocol, field.at('appProtocol'));
}

export function* endpointsWarnings({ metadata, subsets = [] }: Readonly<Endpoints>): Iterable<string> {
  if (metadata.labels?.['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller') return;
  for (const [index, subset] of subsets.entries()) {
    for (const name of ['addresses', 'notReadyAddresses'] as const) {
      for (const [i, { ip }] of subset[name]?.entries() ?? []) yield* ipWarnings(ip, new Field('subsets').at(index, name, i, 'ip'));
    }
  }
}
