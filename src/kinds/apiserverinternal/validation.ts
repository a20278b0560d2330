import type { Field, FieldErrors } from '../../model/field.ts';
import { checkDns1035Label, checkDnsSubdomain, patternProblem } from '../../model/names.ts';
import { allInvalid, validateQualifiedName } from '../field-checks.ts';
import type { ServerStorageVersion, StorageVersionCondition, StorageVersionStatus } from './storage-version.ts';

export function* validateStorageVersionStatus(status: Readonly<StorageVersionStatus>, field: Field): FieldErrors {
  const ids = new Set<string>();
  const servers = status.storageVersions ?? [];
  for (const [index, server] of servers.entries()) {
    const at = field.at('storageVersions', index);
    const { apiServerID } = server;
    if (ids.has(apiServerID)) yield at.at('apiServerID').duplicate(apiServerID);
    ids.add(apiServerID);
    yield* validateServer(server, at);
  }
  yield* validateCommonVersion(status, field.at('commonEncodingVersion'));
  yield* validateConditions(status.conditions ?? [], field);
}

function* validateServer(server: Readonly<Partial<ServerStorageVersion>>, field: Field): FieldErrors {
  const { apiServerID = '', encodingVersion = '', decodableVersions = [], servedVersions = [] } = server;
  yield* allInvalid(apiServerID, checkDnsSubdomain(apiServerID), field.at('apiServerID'));
  yield* validateApiVersion(encodingVersion, field.at('encodingVersion'));
  const decodable = field.at('decodableVersions');
  for (const [index, version] of decodableVersions.entries()) yield* validateApiVersion(version, decodable.at(index));
  if (!decodableVersions.includes(encodingVersion)) {
    yield decodable.invalid(server.decodableVersions ?? null, `decodableVersions must include encodingVersion ${encodingVersion}`);
  }
  for (const [index, version] of servedVersions.entries()) {
    const at = field.at('servedVersions', index);
    yield* validateApiVersion(version, at);
    if (decodableVersions.includes(version)) continue;
    yield at.invalid(
      version,
      `individual served version : ${version} must be included in decodableVersions : [${decodableVersions.join(' ')}]`,
    );
  }
}

function* validateCommonVersion({ storageVersions = [], commonEncodingVersion: said }: StorageVersionStatus, field: Field): FieldErrors {
  const versions = new Set(storageVersions.map(({ encodingVersion }: Partial<ServerStorageVersion>) => encodingVersion ?? ''));
  const [actual] = versions.size === 1 ? versions : [];
  if (actual === said) return;
  const disagreement =
    'should be nil if servers do not agree on the same encoding version, or if there is no server reporting the supported versions yet';
  if (actual === undefined) yield field.invalid(said, disagreement);
  else if (said === undefined) yield field.invalid(null, `the common encoding version is ${actual}`);
  else yield field.invalid(said, `the actual common encoding version is ${actual}`);
}

// Upstream names the conditions by where the status is.
function* validateConditions(conditions: readonly StorageVersionCondition[], field: Field): FieldErrors {
  const seen = new Map<string, number>();
  for (const [index, { type, status, reason, message }] of conditions.entries()) {
    const at = field.at(index);
    const other = seen.get(type);
    if (other !== undefined) {
      yield at.at('type').invalid(type, `the type of the condition is not unique, it also appears in conditions[${other}]`);
    }
    seen.set(type, index);
    yield* validateQualifiedName(type, at.at('type'));
    yield* validateQualifiedName(status, at.at('status'));
    if (!reason) yield at.at('reason').required();
    if (!message) yield at.at('message').required();
  }
}

const empty = 'must be non-empty';
const labelRule = patternProblem(
  "a DNS-1035 label, which must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  '[a-z]([-a-z0-9]*[a-z0-9])?',
  'my-name',
  'abc-123',
);

/** `apps/v1`, or `v1`. */
function* validateApiVersion(text: string, field: Field): FieldErrors {
  const problems = apiVersionProblems(text);
  if (problems.length > 0) yield field.invalid(text, problems.join(','));
}

function apiVersionProblems(text: string): string[] {
  const parts = text.split('/');
  if (parts.length > 2)
    return [`an apiVersion is ${labelRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyVersion')`];
  const [group, version = ''] = parts.length === 2 ? parts : [undefined, parts[0]];
  const ofGroup = group === undefined ? [] : group === '' ? [empty] : checkDnsSubdomain(group);
  const ofVersion = version === '' ? [empty] : checkDns1035Label(version);
  return [...ofGroup.map((problem) => `group part: ${problem}`), ...ofVersion.map((problem) => `version part: ${problem}`)];
}
