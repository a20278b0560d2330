import type { Service } from '../../kinds/core/service/index.ts';
import { needsClusterIP } from '../../kinds/core/service/traffic.ts';
import { Field, type FieldError } from '../../model/field.ts';

type Spec = Service['spec'];
export type AddressFamily = 'IPv4' | 'IPv6';

export interface FamilyOptions {
  readonly before: Readonly<Spec> | undefined;
  /** Those that the cluster has service addresses of; the first is taken where a service does not say. */
  readonly configured: readonly AddressFamily[];
}

/** Decides by addresses of which families a service is reached, and gives what cannot be. Changes the spec. */
export function settleFamilies(spec: Spec, { before, configured }: FamilyOptions): readonly FieldError[] {
  if (!needsClusterIP(spec) || keepsPreference(spec, before)) return [];
  // Whoever writes the endpoints of such a service decides about their families.
  const isUndirected = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  spec.ipFamilyPolicy ??= before?.ipFamilyPolicy ?? (isUndirected ? 'RequireDualStack' : 'SingleStack');
  if (before) dropSecondary(spec, before);
  const problems = [...policyProblems(spec), ...inferFromAddresses(spec, configured)];
  if (problems.length > 0) return problems;
  if (isUndirected) {
    if (!spec.ipFamilies?.length) spec.ipFamilies = configured.slice(0, 1);
    if (spec.ipFamilyPolicy !== 'SingleStack') addOther(spec.ipFamilies);
    return [];
  }
  const missing = [...missingFamilies(spec, configured)];
  if (missing.length > 0) return missing;
  if (!spec.ipFamilies?.length) spec.ipFamilies = configured.slice(0, 1);
  if (spec.ipFamilyPolicy !== 'SingleStack' && configured.length > 1) addOther(spec.ipFamilies);
  return [];
}

/** A preference is not looked at again while nothing about it changes, even if the cluster has got another family since. */
function keepsPreference(spec: Spec, before: Readonly<Spec> | undefined): boolean {
  if (!before || !needsClusterIP(before) || before.ipFamilyPolicy !== 'PreferDualStack') return false;
  return (
    spec.ipFamilyPolicy === before.ipFamilyPolicy &&
    sameTexts(spec.clusterIPs, before.clusterIPs) &&
    sameTexts(spec.ipFamilies, before.ipFamilies)
  );
}

const sameTexts = (a: readonly string[] = [], b: readonly string[] = []): boolean => a.join() === b.join();

/** Asking for one family gives the second address back. */
function dropSecondary(spec: Spec, before: Readonly<Spec>): void {
  if (spec.ipFamilyPolicy !== 'SingleStack') return;
  if (spec.clusterIPs && sameTexts(spec.clusterIPs, before.clusterIPs)) spec.clusterIPs = spec.clusterIPs.slice(0, 1);
  if (spec.ipFamilies && sameTexts(spec.ipFamilies, before.ipFamilies)) spec.ipFamilies = spec.ipFamilies.slice(0, 1);
}

const field = new Field('spec');

function* policyProblems({ ipFamilyPolicy, clusterIPs = [], ipFamilies = [] }: Spec): Iterable<FieldError> {
  if (ipFamilyPolicy !== 'SingleStack') return;
  const refuse = (what: string) =>
    field
      .at('ipFamilyPolicy')
      .invalid(ipFamilyPolicy, `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`);
  if (clusterIPs.length === 2) yield refuse('cluster IPs');
  if (ipFamilies.length === 2) yield refuse('IP families');
}

function* inferFromAddresses(spec: Spec, configured: readonly AddressFamily[]): Iterable<FieldError> {
  for (const [index, address] of (spec.clusterIPs ?? []).entries()) {
    if (address === 'None') return;
    if (index < (spec.ipFamilies ?? []).length) continue;
    const family = familyOf(address);
    if (configured.includes(family)) spec.ipFamilies = [...(spec.ipFamilies ?? []), family];
    else yield field.at('clusterIPs', index).invalid(spec.clusterIPs, `${family} is not configured on this cluster`);
  }
}

function* missingFamilies({ ipFamilyPolicy, ipFamilies = [] }: Spec, configured: readonly AddressFamily[]): Iterable<FieldError> {
  if (ipFamilyPolicy === 'RequireDualStack' && configured.length < 2) {
    yield field.at('ipFamilyPolicy').invalid(ipFamilyPolicy, 'this cluster is not configured for dual-stack services');
  }
  for (const [index, family] of ipFamilies.entries()) {
    const isConfigured = configured.some((each) => each === family);
    if (!isConfigured) yield field.at('ipFamilies', index).invalid(family, 'not configured on this cluster');
  }
}

const familyOf = (address: string): AddressFamily => (address.includes(':') ? 'IPv6' : 'IPv4');

function addOther(families: string[]): void {
  if (families.length === 1) families.push(families[0] === 'IPv4' ? 'IPv6' : 'IPv4');
}
