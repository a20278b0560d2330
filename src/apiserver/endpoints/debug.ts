import type { RequestUnderWay } from '../metrics/request-metrics.ts';
import type { ApiServer, Endpoint } from '../server.ts';

/** What one path below `/debug/` shows. */
export interface DebugView {
  readonly name: string;
  state(server: ApiServer): object;
}

/**
 * `/debug/`: what goes on in the server right now, as JSON. Whoever may read these paths sees who asks for what, so nobody
 * is given them but administrators.
 */
export function debug(more: readonly DebugView[] = []): Endpoint {
  const views = [requests, watches, caches, ...more];
  return ({ request: { path, method } }, server) => {
    const [, root, name = '', ...rest] = path.split('/');
    if (root !== 'debug' || rest.length > 0 || (method !== 'GET' && method !== 'HEAD')) return undefined;
    if (name === '') return answer({ paths: views.map((each) => `/debug/${each.name}`) });
    const view = views.find((each) => each.name === name);
    return view && answer(view.state(server));
  };
}

const answer = (object: object) => ({ code: 200, body: { type: 'object', value: { object } } }) as const;

const requests: DebugView = {
  name: 'requests',
  state: ({ metrics, clock }) => ({ requests: [...metrics.underWay()].map((each) => shown(each, clock.now())) }),
};

const watches: DebugView = {
  name: 'watches',
  state: ({ metrics, clock }) => ({ watches: [...metrics.lasting()].map((each) => shown(each, clock.now())) }),
};

const caches: DebugView = {
  name: 'caches',
  state: ({ feed, resources }) => ({
    revision: feed.revision,
    caches: [...resources.values()]
      .filter(({ kind, cache }) => !kind.storedAs && cache.loaded)
      .map(({ kind: { group, plural }, cache }) => ({
        group,
        resource: plural,
        objects: cache.size,
        watchers: cache.watcherCount,
        revision: cache.revision,
      })),
  }),
};

/** What parameters may hold is not shown but for those that select, since some hold commands. */
const shownParameters = ['labelSelector', 'fieldSelector', 'resourceVersion', 'limit', 'timeoutSeconds', 'sendInitialEvents'];

function shown({ request, startedMs, info, user }: RequestUnderWay, nowMs: number): object {
  const { method, path, query, headers, remoteAddress } = request;
  const parameters = shownParameters.flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : []));
  return {
    method,
    path,
    ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters) }),
    verb: info?.verb,
    user: user?.name,
    userAgent: headers['user-agent'],
    remoteAddress,
    seconds: (nowMs - startedMs) / 1000,
  };
}
