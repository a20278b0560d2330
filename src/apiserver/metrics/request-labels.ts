import type { ApiRequest } from '../../model/request.ts';
import type { RequestInfo } from '../request-info.ts';

/** What a request is counted under, as upstream names it. */
export interface RequestLabels {
  readonly verb: string;
  readonly dryRun: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly scope: 'resource' | 'namespace' | 'cluster' | '';
}

/** Subresources that connect the client to something else. */
const connects = new Set(['attach', 'exec', 'log', 'portforward', 'proxy']);
const roots = new Set(['api', 'apis', 'debug', 'healthz', 'livez', 'readyz', 'metrics', 'openapi', 'version', '.well-known']);

/** Without `info` the request is counted as what it is by its method and nothing more. */
export function requestLabels(info: RequestInfo | undefined, { method, query, headers, path }: ApiRequest): RequestLabels {
  const dryRun = query.has('dryRun') && query.getAll('dryRun').includes('All') ? 'All' : '';
  const other = { verb: method, dryRun, group: '', version: '', resource: '', scope: '' } as const;
  if (!info) return { ...other, subresource: '' };
  if (!info.isResource) {
    const root = path.split('/', 2)[1] ?? '';
    return { ...other, subresource: roots.has(root) ? `/${root}` : '' };
  }
  const { group, version, resource, subresource, namespace, name, verb } = info;
  const scope = name || verb === 'create' ? 'resource' : namespace ? 'namespace' : 'cluster';
  return {
    verb: connects.has(subresource) ? 'CONNECT' : verbOf(info.verb, { method, headers }),
    dryRun,
    group,
    version,
    resource,
    subresource,
    scope,
  };
}

function verbOf(verb: string, { method, headers }: Pick<ApiRequest, 'method' | 'headers'>): string {
  switch (verb) {
    case 'list':
      return 'LIST';
    case 'watch':
      return 'WATCH';
    case 'deletecollection':
      return 'DELETECOLLECTION';
    case 'patch':
      return headers['content-type']?.startsWith('application/apply-patch') ? 'APPLY' : 'PATCH';
    default:
      return method;
  }
}
