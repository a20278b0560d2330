import ipaddr from 'ipaddr.js';
import type { Field, FieldErrors } from '../../../model/field.ts';
import { validateLabelSelector } from '../../../model/label-validation.ts';
import { validatePortName, validatePortNumber } from '../../field-checks.ts';
import { canonicalCidr, validateCidr } from '../../ip-validation.ts';
import type { IPBlock, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec } from './schema.ts';

const policyTypes: readonly string[] = ['Ingress', 'Egress'];
const protocols: readonly string[] = ['TCP', 'UDP', 'SCTP'];

/** Ranges that were there before may stay as they are written. */
export function* validateNetworkPolicySpec(spec: Readonly<NetworkPolicySpec>, existing: readonly string[], field: Field): FieldErrors {
  const { podSelector, ingress, egress, policyTypes: types = [] } = spec;
  yield* validateLabelSelector(podSelector, field.at('podSelector'));
  for (const [index, { ports, from }] of ingress?.entries() ?? []) {
    yield* validateRule(ports, from, 'from', existing, field.at('ingress', index));
  }
  for (const [index, { ports, to }] of egress?.entries() ?? []) {
    yield* validateRule(ports, to, 'to', existing, field.at('egress', index));
  }
  const at = field.at('policyTypes');
  if (types.length > policyTypes.length) {
    yield at.invalid(types, 'may not specify more than two policyTypes');
    return;
  }
  for (const [index, type] of types.entries()) if (!policyTypes.includes(type)) yield at.at(index).notSupported(type, policyTypes);
}

export const rangesOf = ({ ingress = [], egress = [] }: Readonly<NetworkPolicySpec>): string[] =>
  [...ingress.flatMap(({ from = [] }) => from), ...egress.flatMap(({ to = [] }) => to)].flatMap(({ ipBlock }) =>
    ipBlock ? [ipBlock.cidr, ...(ipBlock.except ?? [])] : [],
  );

function* validateRule(
  ports: readonly NetworkPolicyPort[] | undefined,
  peers: readonly NetworkPolicyPeer[] | undefined,
  peersName: string,
  existing: readonly string[],
  field: Field,
): FieldErrors {
  for (const [index, port] of ports?.entries() ?? []) yield* validatePort(port, field.at('ports', index));
  for (const [index, peer] of peers?.entries() ?? []) yield* validatePeer(peer, existing, field.at(peersName, index));
}

function* validatePort({ protocol, port, endPort }: NetworkPolicyPort, field: Field): FieldErrors {
  if (protocol !== undefined && !protocols.includes(protocol)) yield field.at('protocol').notSupported(protocol, protocols);
  const end = field.at('endPort');
  if (typeof port === 'number') {
    yield* validatePortNumber(port, field.at('port'));
    if (endPort === undefined) return;
    if (endPort < port) yield end.invalid(port, 'must be greater than or equal to `port`');
    yield* validatePortNumber(endPort, end);
  } else {
    const unless = port === undefined ? 'not specified' : 'non-numeric';
    if (endPort !== undefined) yield end.invalid(endPort, `may not be specified when \`port\` is ${unless}`);
    if (port !== undefined) yield* validatePortName(port, field.at('port'));
  }
}

function* validatePeer(
  { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer,
  existing: readonly string[],
  field: Field,
): FieldErrors {
  if (podSelector) yield* validateLabelSelector(podSelector, field.at('podSelector'));
  if (namespaceSelector) yield* validateLabelSelector(namespaceSelector, field.at('namespaceSelector'));
  if (ipBlock) yield* validateIpBlock(ipBlock, existing, field.at('ipBlock'));
  if (!podSelector && !namespaceSelector && !ipBlock) yield field.required('must specify a peer');
  else if (ipBlock && (podSelector || namespaceSelector)) yield field.forbidden('may not specify both ipBlock and another peer');
}

function* validateIpBlock({ cidr, except }: IPBlock, existing: readonly string[], field: Field): FieldErrors {
  if (cidr === '') {
    yield field.at('cidr').required();
    return;
  }
  yield* validateCidr(cidr, field.at('cidr'), existing);
  const whole = canonicalCidr(cidr);
  if (whole === undefined) return;
  for (const [index, range] of except?.entries() ?? []) {
    const at = field.at('except', index);
    yield* validateCidr(range, at, existing);
    const part = canonicalCidr(range);
    if (part !== undefined && !isStrictSubset(part, whole)) yield at.invalid(range, 'must be a strict subset of `cidr`');
  }
}

function isStrictSubset(part: string, whole: string): boolean {
  const [address, length] = ipaddr.parseCIDR(part);
  const [network, networkLength] = ipaddr.parseCIDR(whole);
  return address.kind() === network.kind() && length > networkLength && address.match(network, networkLength);
}
