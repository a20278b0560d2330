import type { Clock } from '../base/clock.ts';
import { apiVersionOf, type Kind, type KubeObject } from '../model/kind.ts';
import type { DeleteOptions } from '../model/meta.ts';
import type { ApiRequest, Credentials, ResponseBody } from '../model/request.ts';
import type { CallOptions, Client, List, ListOptions, Patch, RawRequest, Ref, Transport, WatchChange, WatchOptions } from './client.ts';
import { collectionPath, objectPath } from './resource-path.ts';
import { retrying } from './retry.ts';
import { deleteBody, listQuery, patchQuery, selectionQuery, watchQuery, writeQuery } from './query.ts';
import { failureOf, parsedBody, readList, readWatch } from './response.ts';

export interface ClientOptions {
  readonly transport: Transport;
  /** Its part before the first slash is who the server notes as manager of the fields this client writes. */
  readonly userAgent: string;
  /** For transports that do not know who they are. */
  readonly credentials?: Credentials | undefined;
  readonly clock: Clock;
  /** Ends what is under way when nothing else does. */
  readonly signal?: AbortSignal | undefined;
}

const json = { 'content-type': 'application/json', accept: 'application/json' };
const metadata = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const metadataList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const patchTypes: Record<Patch['type'], string> = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
};

export function createClient(options: ClientOptions): Client {
  const send = sender(options);
  const object = async <T>(request: Sent): Promise<T> => parsedBody(await send(request)) as T; // the server's promise

  return {
    sharesObjects: options.transport.sharesObjects === true,

    get: (kind, ref, { signal } = {}) => object({ method: 'GET', path: objectPath(kind, ref), signal }),

    async list<T extends KubeObject>(kind: Kind<T>, { namespace, metadataOnly, signal, ...rest }: ListOptions = {}): Promise<List<T>> {
      const headers = metadataOnly ? { accept: metadataList } : {};
      const body = await send({ method: 'GET', path: collectionPath(kind, namespace), query: listQuery(rest), headers, signal });
      return readList(body, kind, { complete: !metadataOnly });
    },

    create: (kind, given, { dryRun, signal } = {}) =>
      object({
        method: 'POST',
        path: collectionPath(kind, given.metadata.namespace),
        query: writeQuery({ dryRun }),
        body: { ...given, ...typeOf(kind) },
        signal,
      }),

    post: (kind, ref, subresource, body, { dryRun, signal } = {}) =>
      object({ method: 'POST', path: objectPath(kind, ref, subresource), query: writeQuery({ dryRun }), body, signal }),

    update: (kind, given, { subresource, dryRun, signal } = {}) =>
      object({
        method: 'PUT',
        path: objectPath(kind, given.metadata, subresource),
        query: writeQuery({ dryRun }),
        body: { ...given, ...typeOf(kind) },
        signal,
      }),

    patch: (kind, ref, patch, { subresource, dryRun, signal } = {}) =>
      object({
        method: 'PATCH',
        path: objectPath(kind, ref, subresource),
        query: patchQuery(patch, { dryRun }),
        headers: { 'content-type': patchTypes[patch.type] },
        body: patch.body,
        signal,
      }),

    async delete<T extends KubeObject>(
      kind: Kind<T>,
      ref: Ref,
      { signal, ...deleteOptions }: DeleteOptions & CallOptions = {},
    ): Promise<T | undefined> {
      const answer = await object<T>({ method: 'DELETE', path: objectPath(kind, ref), body: deleteBody(deleteOptions), signal });
      return answer.kind === 'Status' ? undefined : answer;
    },

    async deleteCollection(kind, { namespace, signal, deleteOptions = {}, ...selection } = {}) {
      const path = collectionPath(kind, namespace);
      await send({ method: 'DELETE', path, query: selectionQuery(selection), body: deleteBody(deleteOptions), signal });
    },

    async *watch<T extends KubeObject>(
      kind: Kind<T>,
      { namespace, metadataOnly, signal, ...rest }: WatchOptions,
    ): AsyncGenerator<readonly WatchChange<T>[]> {
      const headers = metadataOnly ? { accept: metadata } : {};
      const body = await send({ method: 'GET', path: collectionPath(kind, namespace), query: watchQuery(rest), headers, signal });
      yield* readWatch<T>(body, signal);
    },

    request: ({ query, ...rest }) => object({ ...rest, query: new URLSearchParams(query) }),
  };
}

const typeOf = (kind: Kind) => ({ apiVersion: apiVersionOf(kind), kind: kind.kind });

interface Sent extends CallOptions, Omit<RawRequest, 'query' | 'signal'> {
  readonly query?: URLSearchParams;
}

function sender({ transport, userAgent, credentials = { type: 'none' }, clock, signal: ownSignal }: ClientOptions) {
  const transmit = retrying(transport, { clock });
  return async ({ method, path, query = new URLSearchParams(), body, headers, signal }: Sent): Promise<ResponseBody> => {
    const request: ApiRequest = {
      method,
      path,
      query,
      headers: { 'user-agent': userAgent, ...json, ...headers },
      credentials,
      body,
      signal: eitherOf(signal, ownSignal),
    };
    request.signal.throwIfAborted();
    const response = await transmit(request);
    if (response.code >= 400) throw failureOf(response);
    return response.body;
  };
}

function eitherOf(a: AbortSignal | undefined, b: AbortSignal | undefined): AbortSignal {
  if (a && b && a !== b) return AbortSignal.any([a, b]);
  return a ?? b ?? new AbortController().signal;
}
