import type { StoredObject } from './stored-object.ts';

/** Who a user is, once known. */
export interface User {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** What a sender shows to say who it is. `user` is for callers inside the process, who need no proof. */
export type Credentials =
  | { readonly type: 'none' }
  | { readonly type: 'user'; readonly user: User }
  | { readonly type: 'bearer'; readonly token: string }
  | { readonly type: 'certificate'; readonly commonName: string; readonly organizations: readonly string[]; readonly token?: string };

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** A request as the API defines it, free of how it travels. */
export interface ApiRequest {
  readonly method: Method;
  /** Without query, e.g. `/api/v1/namespaces/default/pods/web`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly credentials: Credentials;
  /** The values of headers that were sent several times, one by one. */
  readonly repeatedHeaders?: Readonly<Record<string, readonly string[]>>;
  /** Bytes from the wire, or an object from a caller in this process, which it gives away. */
  readonly body?: Uint8Array | object | undefined;
  /** Instead of the body, for requests that are passed on to somebody else: the bytes as they arrive, however many. */
  readonly bodyStream?: AsyncIterable<Uint8Array> | undefined;
  /** Aborts when the sender has gone or its time is over. */
  readonly signal: AbortSignal;
  /** The address the request came from. */
  readonly remoteAddress?: string | undefined;
}

export interface ApiResponse {
  readonly code: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body: ResponseBody;
}

/**
 * What comes back. Callers in this process read `object`s; the wire takes the `line` where there is one, so that a stored
 * object is never serialised again.
 */
export type ResponseBody =
  | { readonly type: 'object'; readonly value: { readonly object: unknown; readonly line?: Uint8Array } }
  | ListBody
  | { readonly type: 'watch'; readonly events: AsyncIterable<readonly WatchEvent[]> }
  | { readonly type: 'bytes'; readonly contentType: string; readonly bytes: Uint8Array | AsyncIterable<Uint8Array> };

export interface ListBody {
  readonly type: 'list';
  readonly apiVersion: string;
  /** E.g. `PodList`. */
  readonly kind: string;
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string; readonly remainingItemCount?: number };
  readonly items: readonly StoredObject[];
}

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

/** `ERROR` carries a Status; `BOOKMARK` an object with nothing but its resource version. */
export interface WatchEvent {
  readonly type: WatchEventType;
  readonly object: { readonly object: unknown; readonly bytes: Uint8Array };
}
