import type { Field, FieldErrors } from '../../../../model/field.ts';
import { ipFamilyOf, validateIp } from '../../../ip-validation.ts';
import type { ServiceSpec } from '../schema.ts';
import { isHeadless } from '../traffic.ts';

const families = ['IPv4', 'IPv6'];
const familyPolicies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

export function* validateClusterIPs(spec: ServiceSpec, field: Field, existing?: readonly string[]): FieldErrors {
  if (spec.type === 'ExternalName') return;
  const { clusterIP, clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  const at = field.at('clusterIPs');
  if (!clusterIP && clusterIPs.length > 0) yield at.invalid(clusterIPs, 'must be empty when `clusterIP` is not specified');
  if (clusterIP && clusterIPs.length === 0) yield at.required();
  else if (clusterIP && clusterIPs[0] !== clusterIP) yield at.invalid(clusterIPs, 'first value must match `clusterIP`');
  const seen = new Set<string>();
  for (const [index, family] of ipFamilies.entries()) {
    if (!families.includes(family)) yield field.at('ipFamilies', index).notSupported(family, families);
    if (seen.has(family)) yield field.at('ipFamilies', index).duplicate(family);
    seen.add(family);
  }
  if (ipFamilyPolicy !== undefined && !familyPolicies.includes(ipFamilyPolicy)) {
    yield field.at('ipFamilyPolicy').notSupported(ipFamilyPolicy, familyPolicies);
  }
  const problems = [...validateAddresses(clusterIPs, at, existing)];
  yield* problems;
  if (clusterIPs.length > 2) yield at.invalid(clusterIPs, 'may only hold up to 2 values');
  if (problems.length > 0) return;
  if (clusterIPs.length > 1 && new Set(clusterIPs.map(ipFamilyOf)).size < 2) {
    yield at.invalid(clusterIPs, 'may specify no more than one IP for each IP family');
  }
  if (isHeadless(spec)) return;
  for (const [index, address] of clusterIPs.entries()) {
    const family = ipFamilies[index];
    if (family === undefined || family === ipFamilyOf(address)) continue;
    yield at.at(index).invalid(address, `expected an ${family} value as indicated by \`ipFamilies[${index}]\``);
  }
}

function* validateAddresses(addresses: readonly string[], field: Field, existing?: readonly string[]): FieldErrors {
  for (const [index, address] of addresses.entries()) {
    if (index > 0 || address !== 'None') yield* validateIp(address, field.at(index), existing);
    else if (addresses.length > 1) yield field.invalid(addresses, "'None' must be the first and only value");
  }
}

const mayNotChange = 'may not change once set';

/** Addresses stay; only the second of two may come and go. */
export function* validateClusterIPsUpdate(next: ServiceSpec, previous: Readonly<ServiceSpec>, field: Field): FieldErrors {
  if (next.type === 'ExternalName' || previous.type === 'ExternalName') return;
  if (!isHeadless(next) || !isHeadless(previous)) {
    const { clusterIPs = [] } = next;
    yield* validateKept(clusterIPs, previous.clusterIPs ?? [], clusterIPs, 'clusterIPs', next, field);
  }
  if (isHeadless(next) || isHeadless(previous)) return;
  yield* validateKept(next.ipFamilies ?? [], previous.ipFamilies ?? [], next.clusterIPs ?? [], 'ipFamilies', next, field);
}

function* validateKept(
  now: readonly string[],
  before: readonly string[],
  clusterIPs: readonly string[],
  name: 'clusterIPs' | 'ipFamilies',
  { ipFamilyPolicy }: ServiceSpec,
  field: Field,
): FieldErrors {
  const what = name === 'clusterIPs' ? 'clusterIP' : 'ipFamily';
  // A list that was never filled is null.
  const shown = now.length > 0 ? now : null;
  if (now.length === before.length) {
    for (const [index, value] of before.entries()) {
      if (value !== now[index]) yield field.at(name, name === 'clusterIPs' ? index : 0).invalid(shown, mayNotChange);
    }
    return;
  }
  if (now.length < before.length && clusterIPs.length === 0) yield field.at(name, 0).invalid(shown, `primary ${what} can not be unset`);
  if (now.length > 0 && before.length > 0 && now[0] !== before[0]) yield field.at(name, 0).invalid([...clusterIPs], mayNotChange);
  if (now.length < before.length && now.length === 1 && ipFamilyPolicy !== 'SingleStack') {
    yield field.at('ipFamilyPolicy').invalid(ipFamilyPolicy ?? null, `must be set to 'SingleStack' when releasing the secondary ${what}`);
  }
}
