import { Channel } from '../../base/channel.ts';
import { jsonCopy } from '../../base/json-copy.ts';
import { alreadyExists, ApiError, conflict, expired, notFound, toStatus } from '../../model/errors.ts';
import { apiVersionOf, type Kind, type KubeObject } from '../../model/kind.ts';
import type { ApiRequest, ApiResponse, WatchEvent, WatchEventType } from '../../model/request.ts';
import { StoredObject } from '../../model/stored-object.ts';

interface Change {
  readonly type: WatchEventType;
  readonly stored: StoredObject;
}

interface Place {
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

/**
 * The smallest API server that clients and informers can be tested against: stores what it is told, counts revisions,
 * and lets watches go on from any of them. It decides nothing, and selects by namespace only.
 */
export class MemoryServer {
  readonly #kinds: readonly Kind[];
  readonly #objects = new Map<string, StoredObject>();
  readonly #history = new Map<Kind, Change[]>();
  readonly #watchers = new Map<Kind, Set<Channel<WatchEvent>>>();
  readonly requests: string[] = [];
  #revision = 0;
  #oldest = 0;

  constructor(...kinds: Kind[]) {
    this.#kinds = kinds;
  }

  handle = async (request: ApiRequest): Promise<ApiResponse> => {
    this.requests.push(`${request.method} ${request.path}${request.query.has('watch') ? '?watch' : ''}`);
    try {
      return this.#answer(request);
    } catch (error) {
      const status = toStatus(error);
      return { code: status.code, body: { type: 'object', value: { object: status } } };
    }
  };

  /** Ends all watches, as a server that restarts. */
  endWatches(): void {
    for (const watchers of this.#watchers.values()) for (const watcher of watchers) watcher.close();
  }

  /** Forgets what has changed so far, so that watches cannot go on from there. */
  compact(): void {
    this.#oldest = this.#revision;
  }

  #answer(request: ApiRequest): ApiResponse {
    const place = this.#placeOf(request.path);
    if (request.method === 'GET' && request.query.has('watch')) return this.#watch(place, request);
    if (request.method === 'GET' && place.name === undefined) return this.#list(place);
    return { code: 200, body: { type: 'object', value: { object: this.#single(place, request).object } } };
  }

  #single(place: Place, { method, body }: ApiRequest): StoredObject {
    const object = body as KubeObject;
    if (method === 'POST') {
      if (this.#objects.has(this.#key({ ...place, name: object.metadata.name })))
        throw alreadyExists({ ...place.kind, name: object.metadata.name });
      const metadata = { ...object.metadata, uid: `uid-${this.#revision + 1}`, creationTimestamp: '2026-01-01T00:00:00Z' };
      return this.#put('ADDED', place.kind, { ...object, metadata });
    }
    const key = this.#key(place);
    const current = this.#objects.get(key);
    if (!current) throw notFound({ ...place.kind, name: place.name });
    if (method === 'GET') return current;
    if (method === 'DELETE') {
      this.#objects.delete(key);
      return this.#tell('DELETED', place.kind, current.object);
    }
    if (method === 'PATCH') return this.#put('MODIFIED', place.kind, merged(current.object, object) as KubeObject);
    if (object.metadata.resourceVersion && object.metadata.resourceVersion !== current.object.metadata.resourceVersion) {
      throw conflict({ ...place.kind, name: place.name });
    }
    return this.#put('MODIFIED', place.kind, object);
  }

  #put(type: WatchEventType, kind: Kind, object: KubeObject): StoredObject {
    const stored = this.#tell(type, kind, object);
    this.#objects.set(this.#key({ kind, namespace: object.metadata.namespace, name: object.metadata.name }), stored);
    return stored;
  }

  #tell(type: WatchEventType, kind: Kind, object: KubeObject): StoredObject {
    const revision = ++this.#revision;
    const next = jsonCopy(object);
    next.metadata.resourceVersion = String(revision);
    const stored = StoredObject.fromObject(next);
    this.#history.set(kind, [...(this.#history.get(kind) ?? []), { type, stored }]);
    for (const watcher of this.#watchers.get(kind) ?? []) watcher.push({ type, object: stored });
    return stored;
  }

  #list({ kind, namespace }: Place): ApiResponse {
    const prefix = this.#key({ kind, namespace, name: undefined });
    const items = [...this.#objects].filter(([key]) => key.startsWith(prefix)).map(([, stored]) => stored);
    const metadata = { resourceVersion: String(this.#revision) };
    return { code: 200, body: { type: 'list', apiVersion: apiVersionOf(kind), kind: `${kind.kind}List`, metadata, items } };
  }

  #watch({ kind }: Place, { query, signal }: ApiRequest): ApiResponse {
    const after = Number(query.get('resourceVersion'));
    if (after < this.#oldest) throw expired('too old resource version');
    const watchers = this.#watchers.get(kind) ?? new Set();
    this.#watchers.set(kind, watchers);
    const channel = new Channel<WatchEvent>();
    for (const { type, stored } of this.#history.get(kind) ?? []) if (stored.revision > after) channel.push({ type, object: stored });
    watchers.add(channel);
    signal.addEventListener('abort', () => channel.close(), { once: true });
    return { code: 200, body: { type: 'watch', events: channel.batches() } };
  }

  #placeOf(path: string): Place {
    const parts = path.split('/').slice(path.startsWith('/api/') ? 3 : 4);
    const version = path.startsWith('/api/') ? 'v1' : path.split('/').slice(2, 4).join('/');
    const namespace = parts[0] === 'namespaces' && parts.length > 2 ? parts[1] : undefined;
    const [plural, name, subresource] = namespace === undefined ? parts : parts.slice(2);
    const kind = this.#kinds.find((kind) => kind.plural === plural && apiVersionOf(kind) === version);
    if (!kind) throw new ApiError('NotFound', 'the server could not find the requested resource');
    return { kind, namespace, name, subresource };
  }

  #key({ kind, namespace, name }: Pick<Place, 'kind' | 'namespace' | 'name'>): string {
    return [kind.plural, namespace, name].filter((part) => part !== undefined).join('/') + (name === undefined ? '/' : '');
  }
}

/** RFC 7396, whatever kind of patch was sent: lists are replaced. */
function merged(current: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(current) ? { ...current } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
