import { parseBoolean } from '../../model/features/feature-gates.ts';
import { apiVersionOf, type Kind } from '../../model/kind.ts';
import { versionsWithoutResources } from './registered-versions.ts';

/** Thrown for a `--runtime-config` that makes no sense, in upstream's words. */
export class RuntimeConfigError extends Error {}

/** What `--runtime-config` says, by `api/all`, `GROUP/VERSION` or `GROUP/VERSION/RESOURCE`. */
export type RuntimeConfig = Readonly<Record<string, string>>;

/** Reads `api/beta=true,apps/v1beta1`: without a value, it is on. */
export function parseRuntimeConfig(text: string): RuntimeConfig {
  const pairs = text.split(',').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', ...value] = pair.split('=');
      return [key.trim(), value.join('=').trim()];
    }),
  );
}

/** In the order in which they count: the later ones overrule the earlier. */
const stages: readonly (readonly [key: string, matches: RegExp])[] = [
  ['api/all', /^/],
  ['api/ga', /^v\d+$/],
  ['api/beta', /^v\d+beta\d+$/],
  ['api/alpha', /^v\d+alpha\d+$/],
];

const isStage = (key: string): boolean => stages.some(([stage]) => stage === key);

/** A part of the API that the configuration names: a version, or one resource of it. */
interface Named {
  readonly version: string;
  readonly resource: string | undefined;
  readonly isOn: boolean;
}

/**
 * Which kinds a configuration turns on, whatever the features say. Stable versions are on unless it says otherwise, others
 * off. A resource overrules its version, a version its stage. Throws RuntimeConfigError.
 */
export function enabledBy(config: RuntimeConfig, kinds: readonly Kind[]): (kind: Kind) => boolean {
  if (config['api/all'] === 'false' && Object.keys(config).length === 1) {
    throw new RuntimeConfigError('invalid runtime-config with only api/all=false');
  }
  const registered = new Set([...kinds.map(apiVersionOf), ...versionsWithoutResources]);
  const keys = Object.keys(config).filter((key) => !isStage(key));
  checkGroups(keys, registered);
  const ofStages = stages.flatMap(([key, matches]) => {
    const value = config[key];
    if (value !== undefined && value !== 'true' && value !== 'false') throw new RuntimeConfigError(`invalid value ${key}=${value}`);
    return value === undefined ? [] : [{ matches, isOn: value === 'true' }];
  });
  const named = keys.map((key) => readNamed(key, config[key] ?? '', registered));
  const find = (version: string, resource: string | undefined) =>
    named.find((each) => each.version === version && each.resource === resource)?.isOn;
  return (kind) => {
    const version = apiVersionOf(kind);
    const ofStage = kind.retired ? undefined : ofStages.findLast(({ matches }) => matches.test(kind.version))?.isOn;
    return find(version, kind.plural) ?? find(version, undefined) ?? ofStage ?? /^v\d+$/.test(kind.version);
  };
}

function checkGroups(keys: readonly string[], registered: ReadonlySet<string>): void {
  const groups = new Set([...registered].map(groupOf));
  const versions = keys.map((key) => {
    const parts = key.split('/');
    if (parts.length !== 2 && parts.length !== 3) throw new RuntimeConfigError(`runtime-config invalid key ${key}`);
    return versionOf(key);
  });
  const unknown = new Set(versions.filter((version) => !groups.has(groupOf(version))));
  if (unknown.size > 0) throw new RuntimeConfigError(`unknown api groups ${[...unknown].toSorted().join(',')}`);
}

function readNamed(key: string, value: string, registered: ReadonlySet<string>): Named {
  const version = versionOf(key);
  if (!registered.has(version)) throw new RuntimeConfigError(`group version ${version} that has not been registered`);
  const isOn = value === '' ? true : parseBoolean(value);
  if (isOn === undefined) {
    throw new RuntimeConfigError(
      `invalid value of ${key}: ${value}, err: strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`,
    );
  }
  const [, , resource] = key.split('/');
  if (resource !== undefined && resource !== resource.toLowerCase()) {
    throw new RuntimeConfigError(
      `invalid key ${key}: group/version/resource and resource is always lowercase plural, not ${JSON.stringify(resource)}`,
    );
  }
  return { version, resource, isOn };
}

/** `v1` of `/v1/pods`, which is how keys name the core group; `apps/v1` of `apps/v1/deployments`. */
function versionOf(key: string): string {
  const [group = '', version = ''] = key.split('/');
  return group === '' ? version : `${group}/${version}`;
}

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '');
