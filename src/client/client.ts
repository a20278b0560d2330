import type { Kind, KubeObject, New } from '../model/kind.ts';
import type { DeleteOptions } from '../model/meta.ts';
import type { ApiRequest, ApiResponse } from '../model/request.ts';

/** Names one object. Leave the namespace out for cluster-scoped kinds. */
export interface Ref {
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** Carries a request to an API server: over HTTPS, or straight into one in this process. */
export interface Transport {
  (request: ApiRequest): Promise<ApiResponse>;
  /** Whether what it answers with is shared with others in the process, who have it in memory anyway. */
  readonly sharesObjects?: boolean;
}

/**
 * The typed way to talk to an API server. Every method rejects with `ApiError` when the server refuses. What comes back
 * may be shared with other readers in the process: treat it as read-only. What is sent is copied before it is changed,
 * so it may share parts with objects that came back.
 */
export interface Client {
  /** As the transport says. */
  readonly sharesObjects: boolean;
  get<T extends KubeObject>(kind: Kind<T>, ref: Ref, options?: CallOptions): Promise<T>;
  list<T extends KubeObject>(kind: Kind<T>, options?: ListOptions): Promise<List<T>>;
  create<T extends KubeObject>(kind: Kind<T>, object: New<T>, options?: WriteOptions): Promise<T>;
  /** Asks a subresource that takes an object of its own: `binding`, `eviction`, `token`. The body says what it is. */
  post<T = unknown>(kind: Kind, ref: Ref, subresource: string, body: object, options?: WriteOptions): Promise<T>;
  update<T extends KubeObject>(kind: Kind<T>, object: T, options?: WriteOptions): Promise<T>;
  patch<T extends KubeObject>(kind: Kind<T>, ref: Ref, patch: Patch, options?: WriteOptions): Promise<T>;
  /**
   * Resolves when the server has accepted the deletion, which may take longer. Answers the object as it is then, unless
   * the server only confirmed.
   */
  delete<T extends KubeObject>(kind: Kind<T>, ref: Ref, options?: DeleteOptions & CallOptions): Promise<T | undefined>;
  /** Deletes all that the selection holds. */
  deleteCollection(kind: Kind, options?: Selection & CallOptions & { readonly deleteOptions?: DeleteOptions }): Promise<void>;
  /** Ends when the signal aborts or the server ends it; throws `ApiError` Expired when `after` is too long ago. */
  watch<T extends KubeObject>(kind: Kind<T>, options: WatchOptions): AsyncIterable<readonly WatchChange<T>[]>;
  /** Everything else: subresources without a method, non-resource paths. Answers the parsed body. */
  request<T = unknown>(request: RawRequest): Promise<T>;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface WriteOptions extends CallOptions {
  /** E.g. `status`, `scale`. Not for `create`, which has `post`. */
  readonly subresource?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface Selection {
  /** All namespaces, unless given. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

interface ReadOptions extends Selection {
  /** Answers objects that have only their metadata: less to send and keep. */
  readonly metadataOnly?: boolean | undefined;
}

export interface ListOptions extends ReadOptions, CallOptions {
  /** `0` answers from the server's cache, whatever its age. */
  readonly resourceVersion?: string | undefined;
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
}

export interface List<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
  readonly continue?: string;
}

export interface WatchOptions extends ReadOptions {
  /** A resource version as a list or another watch gave it. */
  readonly after: string;
  readonly signal: AbortSignal;
  /** The server ends the watch after this time. */
  readonly timeoutSeconds?: number | undefined;
}

export type WatchChange<T> = { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: T };

export type Patch =
  | { readonly type: 'merge' | 'strategic'; readonly body: object }
  | { readonly type: 'json'; readonly body: readonly object[] }
  | { readonly type: 'apply'; readonly body: object; readonly fieldManager: string; readonly force?: boolean };

export interface RawRequest extends CallOptions {
  readonly method: ApiRequest['method'];
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}
