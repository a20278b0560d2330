import { ApiError, fromStatus, type Reason, type Status } from '../model/errors.ts';
import { apiVersionOf, type Kind, type KubeObject } from '../model/kind.ts';
import type { ApiResponse, ResponseBody } from '../model/request.ts';
import type { List, WatchChange } from './client.ts';

/** The error an unsuccessful answer stands for. Proxies on the way may answer in their own words. */
export function failureOf({ code, body }: ApiResponse): ApiError {
  const value = body.type === 'object' ? body.value.object : undefined;
  if (isStatus(value)) return fromStatus(value);
  return new ApiError(reasons[code] ?? 'InternalError', `the server answered with the unexpected status ${code}${textOf(body)}`);
}

const reasons: Record<number, Reason> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

const isStatus = (value: unknown): value is Status => typeof value === 'object' && value !== null && (value as Status).kind === 'Status';

function textOf(body: ResponseBody): string {
  if (body.type !== 'bytes' || !(body.bytes instanceof Uint8Array) || body.bytes.length === 0) return '';
  return `: ${Buffer.from(body.bytes).toString('utf8').slice(0, 200).trim()}`;
}

/** The answer as a value: parsed JSON, or text where it is none. */
export function parsedBody(body: ResponseBody): unknown {
  switch (body.type) {
    case 'object':
      return body.value.object;
    case 'list':
      return { apiVersion: body.apiVersion, kind: body.kind, metadata: body.metadata, items: body.items.map(({ object }) => object) };
    case 'bytes': {
      if (!(body.bytes instanceof Uint8Array)) throw new TypeError('the answer is a stream');
      const text = Buffer.from(body.bytes).toString('utf8');
      return body.contentType.startsWith('application/json') ? JSON.parse(text) : text;
    }
    case 'watch':
      throw new TypeError('the answer is a watch');
    default:
      return body satisfies never;
  }
}

/** Items of a list on the wire leave out what the list says for them all; `complete` puts it back. */
export function readList<T extends KubeObject>(body: ResponseBody, kind: Kind<T>, { complete }: { complete: boolean }): List<T> {
  if (body.type === 'list') {
    // The path asked for this kind, so the server answers objects of it.
    return listOf(body.metadata, body.items.map(({ object }) => object) as T[]);
  }
  const { metadata, items } = parsedBody(body) as { metadata?: ListMetadata; items?: T[] | null };
  const apiVersion = apiVersionOf(kind);
  const whole = complete ? (items ?? []).map((item) => (item.kind ? item : { ...item, apiVersion, kind: kind.kind })) : (items ?? []);
  return listOf(metadata ?? {}, whole);
}

interface ListMetadata {
  readonly resourceVersion?: string;
  readonly continue?: string;
}

const listOf = <T>({ resourceVersion = '', continue: continued }: ListMetadata, items: readonly T[]): List<T> => ({
  items,
  resourceVersion,
  ...(continued && { continue: continued }),
});

/** Changes until the server ends the watch; quietly ends when the signal does. */
export async function* readWatch<T extends KubeObject>(body: ResponseBody, signal: AbortSignal): AsyncGenerator<readonly WatchChange<T>[]> {
  if (body.type !== 'watch') throw new TypeError('the answer is not a watch');
  for await (const events of body.events) {
    const changes: WatchChange<T>[] = [];
    for (const { type, object } of events) {
      if (type === 'ERROR') {
        if (changes.length > 0) yield changes;
        throw fromStatus(object.object as Status); // what ERROR carries, as the API defines it
      }
      changes.push({ type, object: object.object as T });
    }
    if (changes.length > 0) yield changes;
    if (signal.aborted) return;
  }
}
