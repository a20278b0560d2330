import { allVerbs, apiVersionOf, type Kind, type Verb } from '../../model/kind.ts';
import { groupVersionKind, reference } from './schemas.ts';

type Operation = Readonly<Record<string, unknown>>;
type Operations = Partial<Record<'get' | 'post' | 'put' | 'patch' | 'delete' | 'parameters', unknown>>;

/** The paths of one kind with their operations. */
export function pathsOf(kind: Kind): Readonly<Record<string, Operations>> {
  const root = kind.group ? `/apis/${apiVersionOf(kind)}` : `/api/${kind.version}`;
  const verbs = kind.verbs ?? allVerbs;
  const collection = kind.scope === 'Namespaced' ? `${root}/namespaces/{namespace}/${kind.plural}` : `${root}/${kind.plural}`;
  const object = `${collection}/{name}`;
  const inNamespace = kind.scope === 'Namespaced' ? [pathParameter('namespace')] : [];
  const paths: Record<string, Operations> = {
    [collection]: { parameters: [...inNamespace, pretty], ...collectionOperations(kind, verbs) },
  };
  const one = objectOperations(kind, verbs);
  if (Object.keys(one).length > 0) paths[object] = { parameters: [pathParameter('name'), ...inNamespace, pretty], ...one };
  if (kind.scope === 'Namespaced' && verbs.includes('list'))
    paths[`${root}/${kind.plural}`] = { parameters: [pretty], get: list(kind, 'ForAllNamespaces') };
  if (kind.subresources?.includes('status')) {
    paths[`${object}/status`] = {
      parameters: [pathParameter('name'), ...inNamespace, pretty],
      ...objectOperations(kind, ['get', 'update', 'patch'], 'Status'),
    };
  }
  return paths;
}

function collectionOperations(kind: Kind, verbs: readonly Verb[]): Operations {
  return {
    ...(verbs.includes('list') && { get: list(kind) }),
    ...(verbs.includes('create') && {
      post: operation(kind, 'post', { parameters: writeParameters, body: true, codes: ['200', '201', '202'] }),
    }),
    ...(verbs.includes('deletecollection') && { delete: operation(kind, 'deletecollection', { parameters: [...listParameters, dryRun] }) }),
  };
}

function objectOperations(kind: Kind, verbs: readonly Verb[], suffix = ''): Operations {
  return {
    ...(verbs.includes('get') && { get: operation(kind, 'get', { suffix }) }),
    ...(verbs.includes('update') && {
      put: operation(kind, 'put', { parameters: writeParameters, body: true, codes: ['200', '201'], suffix }),
    }),
    ...(verbs.includes('patch') && { patch: operation(kind, 'patch', { parameters: [...writeParameters, force], patch: true, suffix }) }),
    ...(verbs.includes('delete') && { delete: operation(kind, 'delete', { parameters: deleteParameters, codes: ['200', '202'], suffix }) }),
  };
}

interface OperationOptions {
  readonly parameters?: readonly object[];
  readonly codes?: readonly string[];
  /** Whether the request carries an object of the kind. */
  readonly body?: boolean;
  readonly patch?: boolean;
  readonly suffix?: string;
}

function operation(
  kind: Kind,
  action: string,
  { parameters = [], codes = ['200'], body = false, patch = false, suffix = '' }: OperationOptions,
): Operation {
  const answer = { description: 'OK', content: { 'application/json': { schema: reference(kind.schema.name) } } };
  return {
    tags: [tagOf(kind)],
    operationId: `${action}${operationName(kind)}${suffix}`,
    parameters,
    ...(body && { requestBody: { content: { '*/*': { schema: reference(kind.schema.name) } }, required: true } }),
    ...(patch && {
      requestBody: { content: Object.fromEntries(patchTypes.map((type) => [type, { schema: { type: 'object' } }])), required: true },
    }),
    responses: { ...Object.fromEntries(codes.map((code) => [code, answer])), '401': { description: 'Unauthorized' } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': groupVersionKind(kind),
  };
}

function list(kind: Kind, suffix = ''): Operation {
  return {
    tags: [tagOf(kind)],
    operationId: `list${operationName(kind)}${suffix}`,
    parameters: listParameters,
    responses: {
      '200': { description: 'OK', content: { 'application/json': { schema: reference(`${kind.schema.name}List`) } } },
      '401': { description: 'Unauthorized' },
    },
    'x-kubernetes-action': 'list',
    'x-kubernetes-group-version-kind': groupVersionKind(kind),
  };
}

const patchTypes = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

const query = (name: string, type: 'string' | 'boolean' | 'integer') => ({ name, in: 'query', schema: { type, uniqueItems: true } });
const pathParameter = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string', uniqueItems: true } });

const pretty = query('pretty', 'string');
const dryRun = query('dryRun', 'string');
const force = query('force', 'boolean');
const writeParameters = [dryRun, query('fieldManager', 'string'), query('fieldValidation', 'string')];
const deleteParameters = [
  dryRun,
  query('gracePeriodSeconds', 'integer'),
  query('orphanDependents', 'boolean'),
  query('propagationPolicy', 'string'),
];
const listParameters = [
  query('allowWatchBookmarks', 'boolean'),
  query('continue', 'string'),
  query('fieldSelector', 'string'),
  query('labelSelector', 'string'),
  query('limit', 'integer'),
  query('resourceVersion', 'string'),
  query('resourceVersionMatch', 'string'),
  query('sendInitialEvents', 'boolean'),
  query('timeoutSeconds', 'integer'),
  query('watch', 'boolean'),
];

/** `apps_v1`, `core_v1`. */
const tagOf = ({ group, version }: Kind): string => `${group ? group.replace(/\.k8s\.io$/, '').replaceAll('.', '_') : 'core'}_${version}`;

/** `AppsV1NamespacedDeployment` */
function operationName(kind: Kind): string {
  const [group = ''] = (kind.group || 'core').split('.');
  const scope = kind.scope === 'Namespaced' ? 'Namespaced' : '';
  return `${capital(group)}${capital(kind.version)}${scope}${kind.kind}`;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
