import type { Field, FieldErrors } from '../model/field.ts';
import { canonicalCidr, canonicalIp, ipFamilyOf, parsesAsIp } from './ip-validation.ts';

/** Of several addresses there may be one of each family. `shown` is how messages show them all. */
export function* validateIpPair(addresses: readonly string[], shown: unknown, field: Field): FieldErrors {
  if (addresses.length < 2) return;
  const bad = addresses.findIndex((address) => !parsesAsIp(address));
  if (bad !== -1) yield field.internalError(`failed to check for dual stack with error:invalid IP[${bad}]: ${addresses[bad]}`);
  if (bad === -1 && addresses.length === 2 && areOfBothFamilies(addresses.map(canonicalIp))) return;
  yield field.invalid(shown, 'may specify no more than one IP for each IP family');
}

/** The same for ranges. */
export function* validateCidrPair(cidrs: readonly string[], field: Field): FieldErrors {
  if (cidrs.length < 2) return;
  const networks = cidrs.map(canonicalCidr);
  const bad = networks.indexOf(undefined);
  if (bad !== -1) {
    const detail = `invalid CIDR[${bad}]: <nil> (invalid CIDR address: ${cidrs[bad]})`;
    yield field.internalError(`invalid PodCIDRs. failed to check with dual stack with error:${detail}`);
  }
  const addresses = networks.map((network = '') => network.slice(0, network.indexOf('/')));
  if (bad === -1 && cidrs.length === 2 && areOfBothFamilies(addresses)) return;
  yield field.invalid(cidrs, 'may specify no more than one CIDR for each IP family');
}

const areOfBothFamilies = (addresses: readonly string[]): boolean => new Set(addresses.map(ipFamilyOf)).size === 2;
