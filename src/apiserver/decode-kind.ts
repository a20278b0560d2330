import { builtInKinds } from '../kinds/index.ts';
import { ConversionError, decode, DecodeError, type Decoded } from '../model/decode.ts';
import { badRequest } from '../model/errors.ts';
import { apiVersionOf, type Kind, type KubeObject } from '../model/kind.ts';

/** What an object says it is. */
export interface TypeName {
  readonly apiVersion: string;
  readonly kind: string;
}

/** What a value says it is; where it says nothing, what is expected of it. Throws DecodeError when that is no text. */
export function typeNameOf(value: unknown, expected: Kind): TypeName {
  if (value === null) return { apiVersion: apiVersionOf(expected), kind: expected.kind };
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new DecodeError(
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonType(value)} into Go value of type ${goType}`,
    );
  }
  const { apiVersion, kind } = value as { apiVersion?: unknown; kind?: unknown };
  return {
    apiVersion: text(apiVersion, 'apiVersion') || apiVersionOf(expected),
    kind: text(kind, 'kind') || expected.kind,
  };
}

const goType = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

function text(value: unknown, name: string): string {
  if (typeof value === 'string') {
    if (name === 'apiVersion' && value.split('/').length > 2) throw new DecodeError(`unexpected GroupVersion string: ${value}`);
    return value;
  }
  if (value === undefined || value === null) return '';
  throw new DecodeError(
    `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonType(value)} into Go struct field .${name} of type string`,
  );
}

const jsonType = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value);

/**
 * A value of the expected kind. What says that it is of another one is refused: by DecodeError when it could not be read
 * as this one, by BadRequest when it is the same in another version.
 */
export function decodeKind<T extends KubeObject>(value: unknown, given: TypeName, expected: Kind<T>): Decoded<T> {
  const apiVersion = apiVersionOf(expected);
  if (given.kind !== expected.kind || given.apiVersion !== apiVersion) refuseOther(given, expected);
  const { object, unknown } = decode(expected.schema, value ?? {});
  const problem = expected.conversionProblem?.(object);
  if (problem !== undefined) throw new ConversionError(problem);
  object.apiVersion = apiVersion;
  object.kind = expected.kind;
  return { object, unknown };
}

function refuseOther(given: TypeName, expected: Kind): never {
  const known = builtInKinds.find(
    (kind) => apiVersionOf(kind) === given.apiVersion && [kind.kind, `${kind.kind}List`].includes(given.kind),
  );
  if (!known) {
    const names = `no kind ${JSON.stringify(given.kind)} is registered for version ${JSON.stringify(given.apiVersion)}`;
    throw new DecodeError(`${names} in scheme "pkg/api/legacyscheme/scheme.go:30"`);
  }
  if (given.kind === expected.kind && packageOf(known.group) === packageOf(expected.group)) {
    throw badRequest(
      `the API version in the data (${given.apiVersion}) does not match the expected API version (${apiVersionOf(expected)})`,
    );
  }
  throw new DecodeError(`converting (${known.version}.${given.kind}) to (${goTypeName(expected)}): unknown conversion`);
}

/** What was under `extensions` once is now in other groups. */
const packages: Readonly<Record<string, string>> = { '': 'core', 'events.k8s.io': 'core', extensions: 'apps' };

/** The type that upstream works with for all versions of a kind. */
export const goTypeName = ({ group, kind }: Pick<Kind, 'group' | 'kind'>): string => `${packageOf(group)}.${kind}`;

/** Where upstream keeps the types of a group that all its versions are converted to. */
const packageOf = (group: string): string => packages[group] ?? group.split('.')[0] ?? group;
