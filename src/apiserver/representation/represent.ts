import { ApiError } from '../../model/errors.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import type { ApiResponse, ListBody, ResponseBody, WatchEvent } from '../../model/request.ts';
import type { Representation, View } from './negotiate.ts';
import { goTypeName } from '../decode-kind.ts';
import { partialMetadata, type ViewVersion } from './partial-metadata.ts';
import { table, type IncludeObject } from './table.ts';

export interface RepresentOptions {
  readonly kind: Kind;
  readonly representation: Representation;
  readonly includeObject: IncludeObject;
  readonly nowMs: () => number;
}

/** Shows an answer about objects in the view that was asked for. */
export function represent(response: ApiResponse, { representation, ...options }: RepresentOptions): ApiResponse {
  const { view, viewVersion } = representation;
  if (!view || response.code >= 300) return response;
  return { ...response, body: viewed(response.body, { ...options, view, apiVersion: `meta.k8s.io/${viewVersion ?? 'v1'}` }) };
}

type ViewOptions = Omit<RepresentOptions, 'representation'> & { readonly view: View; readonly apiVersion: ViewVersion };

function viewed(body: ResponseBody, options: ViewOptions): ResponseBody {
  switch (body.type) {
    case 'object':
      return isStatus(body.value.object)
        ? body
        : { type: 'object', value: { object: viewOfObject(body.value.object as KubeObject, options) } };
    case 'list':
      return { type: 'object', value: { object: viewOfList(body, options) } };
    case 'watch':
      return { type: 'watch', events: viewOfEvents(body.events, options) };
    case 'bytes':
      return body;
    default:
      return body satisfies never;
  }
}

function viewOfObject(object: KubeObject, { view, kind, includeObject, nowMs, apiVersion }: ViewOptions): object {
  switch (view) {
    case 'Table':
      return table([object], { resourceVersion: object.metadata.resourceVersion }, { kind, includeObject, nowMs: nowMs(), apiVersion });
    case 'PartialObjectMetadata':
      return partialMetadata(object, apiVersion);
    case 'PartialObjectMetadataList':
      throw new ApiError(
        'NotAcceptable',
        `you requested PartialObjectMetadataList, but the requested object is not a list (*${goTypeName(kind)})`,
      );
    default:
      return view satisfies never;
  }
}

function viewOfList({ metadata, items }: ListBody, { view, kind, includeObject, nowMs, apiVersion }: ViewOptions): object {
  switch (view) {
    case 'Table':
      return table(
        items.map(({ object }) => object),
        metadata,
        { kind, includeObject, nowMs: nowMs(), apiVersion },
      );
    case 'PartialObjectMetadata':
      throw new ApiError(
        'NotAcceptable',
        `you requested PartialObjectMetadata, but the requested object is a list (*${goTypeName(kind)}List)`,
      );
    case 'PartialObjectMetadataList':
      return {
        kind: 'PartialObjectMetadataList',
        apiVersion,
        metadata,
        items: items.map(({ object }) => partialMetadata(object, apiVersion)),
      };
    default:
      return view satisfies never;
  }
}

async function* viewOfEvents(events: AsyncIterable<readonly WatchEvent[]>, options: ViewOptions): AsyncGenerator<readonly WatchEvent[]> {
  let headers = true;
  for await (const batch of events) {
    yield batch.map((event) => {
      if (event.type === 'ERROR') return event;
      const object = viewOfWatched(event.object.object as KubeObject, { ...options, headers });
      headers = false;
      return { type: event.type, object: { object, bytes: Buffer.from(JSON.stringify(object)) } };
    });
  }
}

function viewOfWatched(object: KubeObject, { headers, ...options }: ViewOptions & { headers: boolean }): object {
  const { view, kind, includeObject, nowMs, apiVersion } = options;
  if (view !== 'Table') return partialMetadata(object, apiVersion);
  return table(
    [object],
    { resourceVersion: object.metadata.resourceVersion },
    { kind, includeObject, nowMs: nowMs(), apiVersion, headers },
  );
}

const isStatus = (object: unknown): boolean => (object as { kind?: unknown }).kind === 'Status';
