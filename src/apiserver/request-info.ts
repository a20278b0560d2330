import { unknownResource } from '../model/errors.ts';
import type { ApiRequest, Method } from '../model/request.ts';

export type RequestVerb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'deletecollection'
  | 'proxy'
  | 'head'
  | 'post'
  | 'put'
  | 'options'
  /** A method that means nothing to resources. */
  | '';

/** What a path and method ask for. Paths outside the API groups are not about a resource. */
export type RequestInfo = { readonly isResource: false; readonly verb: RequestVerb; readonly path: string } | ResourceInfo;

export interface ResourceInfo {
  readonly isResource: true;
  readonly verb: RequestVerb;
  readonly path: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** What follows the subresource, as `proxy` has it, without escapes; with its leading slash. */
  readonly rest: string;
}

const verbs: Record<Method, RequestVerb> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
  OPTIONS: '',
};

const plainVerbs: Record<Method, RequestVerb> = { ...verbs, HEAD: 'head', POST: 'post', PUT: 'put', OPTIONS: 'options' };

/** Of namespaces themselves: `/api/v1/namespaces/web/finalize` is no resource called `finalize`. */
const namespaceSubresources = new Set(['status', 'finalize']);

/** Reads a request the way upstream's request-info resolver does. */
export function requestInfo({ method, path, query }: Pick<ApiRequest, 'method' | 'path' | 'query'>): RequestInfo {
  const other = { isResource: false, verb: plainVerbs[method], path } as const;
  const parts = segments(path);
  const [root] = parts;
  if (root !== 'api' && root !== 'apis') return other;
  const prefixLength = root === 'api' ? 2 : 3;
  // `/api`, `/apis/apps/v1`: documents of discovery.
  if (parts.length <= prefixLength) return other;
  const [group, version] = root === 'api' ? ['', parts[1] ?? ''] : [parts[1] ?? '', parts[2] ?? ''];

  let rest = parts.slice(prefixLength);
  const [first] = rest;
  const verbOfPath = first === 'watch' || first === 'proxy' ? first : undefined;
  if (verbOfPath) {
    rest = rest.slice(1);
    if (rest.length === 0) throw unknownResource();
  }
  let namespace = '';
  if (rest[0] === 'namespaces' && rest[1] !== undefined) {
    namespace = rest[1];
    // An object of the namespace, unless it is the namespace itself or a subresource of it.
    if (rest[2] !== undefined && !(group === '' && namespaceSubresources.has(rest[2]))) rest = rest.slice(2);
  }
  const [resource = '', name = '', third = '', ...tail] = rest;
  const subresource = verbOfPath === 'proxy' ? '' : third;
  return {
    isResource: true,
    verb: verbOfPath ?? verbOf({ method, name, query }),
    path,
    group,
    version,
    resource,
    subresource,
    namespace,
    name,
    rest: subresource ? [...tail.map((part) => `/${part}`), ...(path.endsWith('/') ? ['/'] : [])].join('') : '',
  };
}

function verbOf({ method, name, query }: { method: Method; name: string; query: URLSearchParams }): RequestVerb {
  const verb = verbs[method];
  if (verb === 'get' && !name) return isTrue(query.get('watch')) ? 'watch' : 'list';
  if (verb === 'delete' && !name) return 'deletecollection';
  return verb;
}

/** A boolean of a query string: absent, `false` however written, and `0` are false, anything else is true. */
export const isTrue = (value: string | null): boolean => value !== null && value.toLowerCase() !== 'false' && value !== '0';

/** What stands between the slashes, which may be nothing, once escapes have been read. */
function segments(path: string): string[] {
  const trimmed = decoded(path).replace(/^\/+/, '').replace(/\/+$/, '');
  return trimmed === '' ? [] : trimmed.split('/');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw unknownResource();
  }
}
