import type { Field, FieldErrors } from '../../../../model/field.ts';
import { validateDnsSubdomain, validateDnsSubdomainWithUnderscore } from '../../../field-checks.ts';
import { validateIp } from '../../../ip-validation.ts';
import type { HostAlias, PodSpec } from '../spec.ts';

const policies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const maxNameservers = 3;
const maxSearches = 32;
const maxSearchesLength = 2048;

export function* validateDnsPolicy(policy: string | undefined, field: Field): FieldErrors {
  if (!policy) yield field.required();
  else if (!policies.includes(policy)) yield field.notSupported(policy, policies);
}

export function* validateDnsConfig({ dnsPolicy, dnsConfig }: Readonly<PodSpec>, field: Field): FieldErrors {
  if (dnsPolicy === 'None') {
    if (!dnsConfig) {
      yield field.required('must provide `dnsConfig` when `dnsPolicy` is None');
      return;
    }
    if (!dnsConfig.nameservers?.length) {
      yield field.at('nameservers').required('must provide at least one DNS nameserver when `dnsPolicy` is None');
      return;
    }
  }
  if (!dnsConfig) return;
  const { nameservers = [], searches = [], options = [] } = dnsConfig;
  const tooMany = (name: string, value: string[], what: string) => field.at(name).invalid(value, `must not have more than ${what}`);
  if (nameservers.length > maxNameservers) yield tooMany('nameservers', nameservers, `${maxNameservers} nameservers`);
  for (const [index, address] of nameservers.entries()) yield* validateIp(address, field.at('nameservers', index));
  if (searches.length > maxSearches) yield tooMany('searches', searches, `${maxSearches} search paths`);
  if (Buffer.byteLength(searches.join(' ')) > maxSearchesLength) {
    yield tooMany('searches', searches, `${maxSearchesLength} characters (including spaces) in the search list`);
  }
  for (const [index, search] of searches.entries()) {
    if (search !== '.') yield* validateDnsSubdomainWithUnderscore(search.replace(/\.$/, ''), field.at('searches', index));
  }
  for (const [index, { name }] of options.entries()) if (!name) yield field.at('options', index).required('must not be empty');
}

export function* validateHostAliases(aliases: readonly HostAlias[], field: Field): FieldErrors {
  for (const [index, { ip, hostnames }] of aliases.entries()) {
    yield* validateIp(ip, field.at(index, 'ip'));
    for (const [nameIndex, name] of hostnames?.entries() ?? []) yield* validateDnsSubdomain(name, field.at(index, 'hostnames', nameIndex));
  }
}

const maxHostnameLength = 64;

export function* validateHostnameOverride(
  { hostnameOverride, setHostnameAsFQDN, hostNetwork }: Readonly<PodSpec>,
  field: Field,
): FieldErrors {
  if (hostnameOverride === undefined) return;
  if (setHostnameAsFQDN) yield field.forbidden('may not be specified when setHostnameAsFQDN is true');
  if (hostNetwork) yield field.forbidden('may not be specified when hostNetwork is true');
  if (Buffer.byteLength(hostnameOverride) > maxHostnameLength) yield field.tooLong(maxHostnameLength);
  yield* validateDnsSubdomain(hostnameOverride, field);
}
