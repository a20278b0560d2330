import { ApiError, toStatus, unknownMethod, unknownResource, badRequest } from '../model/errors.ts';
import { allVerbs } from '../model/kind.ts';
import type { ApiRequest, ApiResponse, User } from '../model/request.ts';
import { authenticate } from './authentication/authenticate.ts';
import { authorize, attributesOf } from './authorization/authorize.ts';
import { impersonate } from './authentication/impersonate.ts';
import type { Call } from './call.ts';
import { deprecationWarning } from './deprecation.ts';
import { isOwnKind, subresourceVerbs } from './discovery/resources.ts';
import { catchUp } from './freshness.ts';
import { tooManyRequests } from './in-flight-limits.ts';
import { requestInfo, type RequestInfo } from './request-info.ts';
import { timeoutMsOf, withinTimeout } from './request-timeout.ts';
import { negotiate } from './representation/negotiate.ts';
import { represent } from './representation/represent.ts';
import { includeObjectOf } from './representation/table.ts';
import { isServedPath } from './served-path.ts';
import type { ApiServer } from './server.ts';
import { reviews } from './reviews/index.ts';
import { storeFailure } from './store-failure.ts';
import { serveSubresource } from './subresources/index.ts';
import { create } from './verbs/create.ts';
import { deleteCollection } from './verbs/delete/collection.ts';
import { deleteOne } from './verbs/delete/delete.ts';
import { get } from './verbs/get.ts';
import { list } from './verbs/list.ts';
import { patch } from './verbs/patch.ts';
import { updateRules } from './verbs/update-rules.ts';
import { update } from './verbs/update.ts';
import { watch } from './verbs/watch.ts';

/** What happens to a request, from start to end. */
export async function handle(request: ApiRequest, server: ApiServer): Promise<ApiResponse> {
  const begun = server.metrics.begin(request);
  const warnings: string[] = [];
  let response: ApiResponse;
  try {
    const info = requestInfo(request);
    begun.info = info;
    const serve = async (served: ApiRequest) => {
      const user = await identify(served, server, warnings);
      begun.user = user;
      using place = await server.inFlight.enter(served, { info, user });
      if (!place) {
        begun.dropped = true;
        return tooManyRequests;
      }
      await mustBeAllowed(served, { info, user }, server);
      return await (info.isResource
        ? serveResource({ request: served, info, user, warnings }, server)
        : servePath({ request: served, info, user }, server));
    };
    const timeoutMs = timeoutMsOf(request, info, server.requestTimeoutMs);
    response =
      timeoutMs === undefined
        ? await serve(request)
        : await withinTimeout(serve, { request, timeoutMs, shared: server.requestDeadlines, clock: server.clock });
  } catch (error) {
    response = failure(error, request, server);
  }
  return server.metrics.end(begun, { request, response: withWarnings(response, warnings) });
}

/** Finds out who sent the request, and throws unless they may. */
export async function allow(request: ApiRequest, info: RequestInfo, server: ApiServer): Promise<User> {
  const user = await identify(request, server);
  await mustBeAllowed(request, { info, user }, server);
  return user;
}

async function identify(request: ApiRequest, { policy, accessMetrics }: ApiServer, warnings: string[] = []): Promise<User> {
  const { credentials } = request;
  const find = () => authenticate(request, policy, warnings);
  const sender = credentials.type === 'user' ? await find() : await accessMetrics.authentication(credentials, find);
  return impersonate(sender, request, policy);
}

function mustBeAllowed(request: ApiRequest, { info, user }: { info: RequestInfo; user: User }, server: ApiServer): Promise<void> {
  const ask = () => authorize(attributesOf(user, info, request), server.policy);
  return request.credentials.type === 'user' ? ask() : server.accessMetrics.authorization(ask);
}

type Allowed = Pick<Call, 'request' | 'info' | 'user' | 'warnings'>;

async function serveResource({ request, info, user, warnings }: Allowed, server: ApiServer): Promise<ApiResponse> {
  // Comes after authorization: whether a resource exists is no business of those who may not see it.
  const resource = server.resources.get(`${info.group}/${info.version}/${info.resource}`);
  if (!resource) return servePath({ request, info, user }, server);
  if (info.subresource && !resource.kind.subresources?.includes(info.subresource)) throw unknownResource();
  if (!isServedPath(info, resource.kind)) throw unknownResource();
  const deprecation = deprecationWarning(resource.kind);
  if (deprecation && isOwnKind(info.subresource)) {
    warnings.push(deprecation);
    server.metrics.deprecatedUse({ ...info, removedRelease: resource.kind.lifecycle?.removed ?? '' });
  }
  // Resources know neither, though authorization takes HEAD for a read; what is behind a proxy may.
  if ((request.method === 'HEAD' || request.method === 'OPTIONS') && info.subresource !== 'proxy') throw unknownMethod();
  await catchUp(request, info, server.feed);
  // A cache that has missed changes is read anew, perhaps at this moment.
  do {
    await resource.cache.load();
    // Its first list may be ahead of the feed, whose revision answers tell.
    const behind = server.feed.reached(resource.cache.revision);
    if (behind) await behind;
  } while (!resource.cache.loaded);
  // The path of a namespace names itself as its namespace, for authorization; it is in none.
  const about = resource.kind.scope === 'Cluster' ? { ...info, namespace: '' } : info;
  const call: Call = { request, info: about, user, resource, warnings };
  if (info.subresource && !updateRules(resource.kind, info.subresource)) return serveSubresource(call, server);
  checkVerb(call);
  const { accept } = request.headers;
  if (!accept) return serveVerb(call, server);
  // Before anything is done: what cannot be answered is not done either.
  const representation = negotiate(accept);
  return represent(await serveVerb(call, server), {
    kind: resource.kind,
    representation,
    includeObject: representation.view === 'Table' ? includeObjectOf(request.query) : 'None',
    nowMs: () => server.clock.now(),
  });
}

function serveVerb(call: Call, server: ApiServer): Promise<ApiResponse> | ApiResponse {
  const { info, resource } = call;
  switch (info.verb) {
    case 'get':
      return get(call, server);
    case 'list':
      return list(call, server);
    case 'watch':
      return watch(call, server);
    case 'create':
      return (reviews[resource.kind.plural] ?? create)(call, server);
    case 'update':
      return update(call, server);
    case 'patch':
      return patch(call, server);
    case 'delete':
      return deleteOne(call, server);
    case 'deletecollection':
      return deleteCollection(call, server);
    default:
      throw unknownMethod();
  }
}

/** Which of the two paths of a resource, its collection and its objects, knows which verb. */
const objectVerbs: readonly string[] = ['update', 'patch'];

function checkVerb({ request, info, resource }: Call): void {
  const { kind } = resource;
  const isObject = info.name !== '';
  // Watched by its path, whatever the method.
  if (info.verb === 'watch' && request.method !== 'GET') throw unknownMethod();
  if ((objectVerbs.includes(info.verb) && !isObject) || (info.verb === 'create' && isObject)) throw unknownMethod();
  const allowed: readonly string[] = info.subresource ? subresourceVerbs(info.subresource) : (kind.verbs ?? allVerbs);
  if (!allowed.includes(info.verb)) throw unknownMethod();
  if (info.verb === 'create' && kind.scope === 'Namespaced' && !info.namespace)
    throw badRequest('an empty namespace may not be set during creation');
}

async function servePath(about: { request: ApiRequest; info: RequestInfo; user: User }, server: ApiServer): Promise<ApiResponse> {
  for (const endpoint of server.endpoints) {
    const response = await endpoint(about, server);
    if (response) return response;
  }
  return unknownPath(about.info, server);
}

/** Paths of groups that are served get a Status; of others nothing is known but that. */
function unknownPath({ path }: RequestInfo, { kinds }: ApiServer): ApiResponse {
  const [, root, group] = path.split('/');
  if (root === 'api' || (root === 'apis' && kinds.some((kind) => kind.group === group))) throw unknownResource();
  return {
    code: 404,
    headers: { 'x-content-type-options': 'nosniff' },
    body: { type: 'bytes', contentType: 'text/plain; charset=utf-8', bytes: Buffer.from('404 page not found\n') },
  };
}

/** The one place where errors become answers. */
function failure(error: unknown, { method, path }: ApiRequest, { log }: ApiServer): ApiResponse {
  const status = toStatus(storeFailure(error, { method }));
  if (!(error instanceof ApiError)) log.error({ method, path, error }, 'request failed');
  const retryAfter = status.details?.retryAfterSeconds;
  return {
    code: status.code,
    ...(retryAfter !== undefined && { headers: { 'retry-after': String(retryAfter) } }),
    body: { type: 'object', value: { object: status } },
  };
}

const withWarnings = (response: ApiResponse, warnings: readonly string[]): ApiResponse =>
  warnings.length === 0 ? response : { ...response, headers: { ...response.headers, warning: warnings.map(warningHeader) } };

// RFC 7234 section 5.5: code 299, no agent, the text quoted.
const warningHeader = (text: string): string => `299 - "${text.replaceAll(/[\\"]/g, String.raw`\$&`).replaceAll(/[\r\n]/g, ' ')}"`;
