import { builtInKinds } from '../../../src/kinds/index.ts';
import { encodeProtobuf } from '../../../src/model/codec/protobuf.ts';
import { writeYaml } from '../../../src/model/codec/yaml.ts';
import { apiVersionOf, type Kind } from '../../../src/model/kind.ts';
import type { Dice } from './dice.ts';
import { randomJson, randomValue } from './random-value.ts';
import { soundObjects } from './sound-objects.ts';

export interface FuzzRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

const likelyNames = ['a', 'b', 'c'];
const oddNames = ['web', 'default', 'kube-system', 'kubernetes', 'x:y:z', '%2e%2e', '%00', 'A_B', '-'];
const randomName = (dice: Dice): string => dice.pick(dice.chance(0.85) ? likelyNames : oddNames);
const oddNamespaces = ['a', 'nowhere', '%2F'];
const subresources = [
  'status',
  'scale',
  'binding',
  'eviction',
  'ephemeralcontainers',
  'resize',
  'token',
  'approval',
  'finalize',
  'log',
  'exec',
  'attach',
  'portforward',
  'proxy',
  'proxy/x/y',
  'nonsense',
];
const paths = [
  '/',
  '/api',
  '/apis',
  '/apis/apps',
  '/apis/apps/v1',
  '/api/v1',
  '/version',
  '/healthz',
  '/livez/etcd',
  '/readyz',
  '/metrics',
  '/openapi/v3',
  '/openapi/v3/apis/apps/v1',
  '/openapi/v2',
  '/.well-known/openid-configuration',
  '/openid/v1/jwks',
  '/debug/requests',
  '/api/v1/watch',
  '//',
  '/api//v1//pods',
  '/%zz',
  '/apis/%2e%2e/v1/x',
];
const methods = ['GET', 'GET', 'GET', 'POST', 'POST', 'POST', 'POST', 'PUT', 'PUT', 'PATCH', 'PATCH', 'PATCH', 'PATCH', 'DELETE'];
const accepts = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
  'application/json;as=Table;g=meta.k8s.io;v=v1',
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
  'application/json;as=APIGroupDiscoveryList;g=apidiscovery.k8s.io;v=v2',
  '*/*;q=0',
  'text/html',
  ';;,,=',
  'application/vnd.kubernetes.protobuf, application/json',
];
const patchTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/apply-patch+cbor',
];
const parameters: Readonly<Record<string, readonly string[]>> = {
  limit: ['1', '2', '-1', 'x', ''],
  continue: ['x', 'eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiJhXHUwMDAwIn0', ''],
  resourceVersion: ['0', '1', '5', '999999', 'x', '-1', ''],
  resourceVersionMatch: ['Exact', 'NotOlderThan', 'x'],
  labelSelector: ['a=b', 'a in (b,c)', '!a', 'a>1', ',', 'a=b=c', '(', 'é'],
  fieldSelector: ['metadata.name=a', 'metadata.name!=a', 'spec.nodeName=', 'status.phase=Running', '=', 'a\\,b=c', 'x.y=z'],
  watch: ['true', '1', 'x'],
  timeoutSeconds: ['1', '0', 'x'],
  allowWatchBookmarks: ['true'],
  sendInitialEvents: ['true', 'false'],
  dryRun: ['All', 'x', ''],
  fieldManager: ['m', 'x'.repeat(200), '\u0000'],
  fieldValidation: ['Strict', 'Warn', 'Ignore', 'x'],
  force: ['true', 'false'],
  pretty: ['true'],
  includeObject: ['None', 'Metadata', 'Object', 'x'],
  propagationPolicy: ['Orphan', 'Foreground', 'Background', 'x'],
  orphanDependents: ['true'],
  gracePeriodSeconds: ['0', '-1', '1', 'x', '99999999999'],
  timeout: ['1s', 'x', '0'],
  container: ['c'],
  tailLines: ['x'],
  exclude: ['etcd'],
  verbose: [''],
};

const likelyKinds = builtInKinds.filter(({ kind }) => kind in soundObjects);

/** A request that mostly makes sense, but for what is wrong with it. */
export function randomRequest(dice: Dice): FuzzRequest {
  const kind = dice.chance(0.7) ? dice.pick(likelyKinds) : dice.pick(builtInKinds);
  const method = dice.chance(0.03) ? dice.pick(['HEAD', 'OPTIONS']) : dice.pick(methods);
  const body = ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) && dice.chance(0.9) ? randomBody(kind, method, dice) : undefined;
  const headers: Record<string, string> = { ...body?.headers };
  if (dice.chance(0.2)) headers['accept'] = dice.pick(accepts);
  if (dice.chance(0.1)) headers['accept-encoding'] = dice.pick(['gzip', 'br', ';q=']);
  if (dice.chance(0.05)) headers['impersonate-user'] = dice.pick(['x', 'system:serviceaccount:default:default', '']);
  if (dice.chance(0.05)) headers['user-agent'] = dice.pick(['kubectl/v1.36', '', 'x'.repeat(500), '/']);
  return { method, path: randomPath(kind, method, dice) + randomQuery(dice), headers, body: body?.bytes };
}

/** How often a method is about one object, where both can be. */
const namedShare: Readonly<Record<string, number>> = { POST: 0.2, PUT: 0.97, PATCH: 0.97, DELETE: 0.85 };

function randomPath({ group, version, plural, scope, subresources: own = [] }: Kind, method: string, dice: Dice): string {
  if (dice.chance(0.08)) return dice.pick(paths);
  let path = group ? `/apis/${group}/${version}` : `/api/${version}`;
  if (dice.chance(0.03)) path += dice.pick(['/watch', '/proxy']);
  if ((scope === 'Namespaced') !== dice.chance(0.05)) path += `/namespaces/${dice.chance(0.93) ? 'default' : dice.pick(oddNamespaces)}`;
  path += `/${dice.chance(0.02) ? randomName(dice) : plural}`;
  const isNamed = dice.chance(namedShare[method] ?? 0.6);
  if (isNamed) path += `/${randomName(dice)}`;
  if (isNamed && (method === 'POST' || dice.chance(0.25)))
    path += `/${dice.chance(0.7) && own.length > 0 ? dice.pick(own) : dice.pick(subresources)}`;
  return dice.chance(0.03) ? `${path}/` : path;
}

function randomQuery(dice: Dice): string {
  const query = new URLSearchParams();
  while (dice.chance(0.25)) {
    const [name, values] = dice.pick(Object.entries(parameters));
    query.append(name, dice.pick(values));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

interface Body {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

function randomBody(kind: Kind, method: string, dice: Dice): Body {
  const body = method === 'PATCH' ? randomPatch(kind, dice) : randomObject(kind, dice);
  let { bytes } = body;
  if (dice.chance(0.04)) bytes = bytes.subarray(0, dice.below(bytes.length + 1));
  if (dice.chance(0.04)) bytes = scrambled(bytes, dice);
  const type = dice.chance(0.03) ? { 'content-type': dice.pick(['text/csv', '', 'application/json;charset=latin1', ';']) } : {};
  return { headers: { ...body.headers, ...type }, bytes };
}

function scrambled(bytes: Uint8Array, dice: Dice): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let times = dice.below(8); times >= 0 && copy.length > 0; times--) copy[dice.below(copy.length)] = dice.below(256);
  return copy;
}

function randomObject(kind: Kind, dice: Dice): Body {
  const sound = dice.chance(0.8) ? soundObjects[kind.kind] : undefined;
  const content = sound ? spoiled(sound, dice) : (randomValue(kind.schema, dice) as object);
  const object = { apiVersion: apiVersionOf(kind), kind: kind.kind, ...content, ...randomIdentity(dice) };
  switch (dice.below(20)) {
    case 0:
      return { headers: { 'content-type': 'application/yaml' }, bytes: Buffer.from(yaml(object)) };
    case 1:
      return { headers: { 'content-type': 'application/vnd.kubernetes.protobuf' }, bytes: protobuf(kind, object, dice) };
    case 2:
      return { headers: { 'content-type': 'application/json' }, bytes: Buffer.from(JSON.stringify(randomJson(dice)) ?? '') };
    default:
      return { headers: { 'content-type': 'application/json' }, bytes: Buffer.from(JSON.stringify(object)) };
  }
}

/** The object with a few of its values replaced, left out or added to. */
function spoiled(value: unknown, dice: Dice, share = 0.04): object {
  // What is spoiled as a whole stays an object.
  return spoiledValue(value, dice, dice.chance(0.4) ? 0 : share) as object;
}

function spoiledValue(value: unknown, dice: Dice, share: number): unknown {
  const inner = (each: unknown): unknown => (dice.chance(share) ? randomJson(dice) : spoiledValue(each, dice, share));
  if (Array.isArray(value)) return dice.chance(share) ? [...value, ...value].map(inner) : value.map(inner);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, each]) => (dice.chance(share) ? [] : [[name, inner(each)]])));
}

const randomIdentity = (dice: Dice): object =>
  dice.chance(0.9)
    ? {
        metadata: {
          name: randomName(dice),
          ...(dice.chance(0.2) && { generateName: 'a-' }),
          ...(dice.chance(0.2) && { finalizers: ['example.com/x'] }),
          ...(dice.chance(0.3) && { labels: { a: 'b' } }),
        },
      }
    : {};

function yaml(object: object): string {
  try {
    return writeYaml(object);
  } catch {
    // Not every text can be written.
    return 'a: [b';
  }
}

/** What does not fit the schema cannot be encoded, and is made of random bytes then. */
function protobuf(kind: Kind, object: object, dice: Dice): Uint8Array {
  try {
    return encodeProtobuf(kind.schema, object, { apiVersion: apiVersionOf(kind), kind: kind.kind });
  } catch {
    return Buffer.concat([Buffer.from('k8s\u0000'), Buffer.from(Array.from({ length: dice.below(64) }, () => dice.below(256)))]);
  }
}

function randomPatch(kind: Kind, dice: Dice): Body {
  const type = dice.pick(patchTypes);
  const value = type === 'application/json-patch+json' ? randomOperations(dice) : randomChanges(kind, dice);
  return { headers: { 'content-type': type }, bytes: Buffer.from(JSON.stringify(value)) };
}

const pointers = [
  '/metadata/labels/a',
  '/metadata/annotations',
  '/spec',
  '/spec/replicas',
  '/status',
  '/metadata',
  '',
  '/',
  '/spec/template/spec/containers/0',
  '/spec/template/spec/containers/-',
  '/metadata/name',
  '/~1~0',
  'x',
  '/metadata/finalizers/9',
];

const randomOperations = (dice: Dice): unknown =>
  dice.chance(0.05)
    ? randomJson(dice)
    : Array.from({ length: dice.below(4) }, () => ({
        op: dice.pick(['add', 'remove', 'replace', 'move', 'copy', 'test', 'x']),
        path: dice.pick(pointers),
        ...(dice.chance(0.4) && { from: dice.pick(pointers) }),
        ...(dice.chance(0.7) && { value: randomJson(dice) }),
      }));

const directives = [
  '$patch',
  '$retainKeys',
  '$setElementOrder/containers',
  '$deleteFromPrimitiveList/finalizers',
  '$setElementOrder/finalizers',
];

function randomChanges(kind: Kind, dice: Dice): object {
  const sound = dice.chance(0.7) ? soundObjects[kind.kind] : undefined;
  const changes = { ...(sound ? spoiled(sound, dice, 0.15) : (randomValue(kind.schema, dice) as object)) } as Record<string, unknown>;
  if (dice.chance(0.6)) Object.assign(changes, { apiVersion: apiVersionOf(kind), kind: kind.kind });
  if (dice.chance(0.7)) Object.assign(changes, randomIdentity(dice));
  for (const name of Object.keys(changes)) if (dice.chance(0.1)) changes[name] = null;
  if (dice.chance(0.2))
    changes[dice.pick(directives)] = dice.pick([['delete'], 'replace', 'delete', 'merge', ['spec'], [{ name: 'a' }], null, 7]);
  return changes;
}
