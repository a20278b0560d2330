import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { writeYaml } from '../../model/codec/yaml.ts';
import type { ApiResponse, ListBody, WatchEvent } from '../../model/request.ts';
import { notAcceptable, type Representation } from '../representation/negotiate.ts';
import { JoinedList } from './joined-list.ts';
import type { Turn } from './turn.ts';
import { protobufEvent, protobufList, protobufObject } from '../representation/protobuf.ts';

/** The response of HTTP/2's compatibility layer has the methods that are used here, too. */
export type OutgoingResponse = ServerResponse;

export interface WriteOptions {
  readonly representation: Representation;
  readonly acceptsGzip: boolean;
  /** HEAD: headers as for GET, no body. */
  readonly omitBody: boolean;
  /** Whose signal aborts when nobody takes the answer any more. */
  readonly ending: { readonly signal: AbortSignal };
  /** Those who tell of events take turns by it. */
  readonly turn?: Turn;
}

/** As upstream: answers that are no larger are not worth compressing. */
const gzipAboveBytes = 128 * 1024;
const compress = promisify(gzip);

/** Puts an answer on the wire. Resolves, with how many bytes its body has there, when it has been handed over wholly. */
export async function writeResponse(
  response: OutgoingResponse,
  { code, headers = {}, body }: ApiResponse,
  options: WriteOptions,
): Promise<number> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (options.representation.format === 'protobuf') return writeProtobuf(response, { code, body }, options);
  switch (body.type) {
    case 'watch':
      return writeWatch(response, body.events, options);
    case 'bytes':
      if (body.bytes instanceof Uint8Array)
        return writeWhole(response, { code, contentType: body.contentType, bytes: body.bytes }, options);
      return writeStream(response, { code, contentType: body.contentType, chunks: body.bytes }, options);
    case 'list':
      return options.representation.format === 'json' && !options.representation.pretty
        ? writeList(response, { code, list: body }, options)
        : writeObject(response, code, listObject(body), options);
    case 'object':
      if (options.representation.format === 'json' && !options.representation.pretty && body.value.line) {
        return writeWhole(response, { code, contentType: 'application/json', bytes: body.value.line }, options);
      }
      return writeObject(response, code, body.value.object, options);
    default:
      return body satisfies never;
  }
}

const protobufType = 'application/vnd.kubernetes.protobuf';

async function writeProtobuf(response: OutgoingResponse, { code, body }: ApiResponse, options: WriteOptions): Promise<number> {
  if (body.type === 'watch') return writeWatch(response, body.events, options);
  const bytes = body.type === 'list' ? protobufList(body) : body.type === 'object' ? protobufObject(body.value) : undefined;
  if (bytes) return writeWhole(response, { code, contentType: protobufType, bytes }, options);
  const { otherwise } = options.representation;
  // A refusal is worth more than the form that it comes in.
  if (!otherwise && body.type !== 'bytes' && code < 400) throw notAcceptable();
  return writeResponse(response, { code, body }, { ...options, representation: otherwise ?? { format: 'json' } });
}

async function writeObject(response: OutgoingResponse, code: number, object: unknown, options: WriteOptions): Promise<number> {
  const { format, pretty } = options.representation;
  const text = format === 'yaml' ? writeYaml(object) : `${JSON.stringify(object, undefined, pretty ? 2 : undefined)}\n`;
  return writeWhole(response, { code, contentType: `application/${format}`, bytes: Buffer.from(text) }, options);
}

/** A short list goes out as a whole. A long one goes out bit by bit, so that it is never there twice and lets others have their turn. */
async function writeList(
  response: OutgoingResponse,
  { code, list }: { code: number; list: ListBody },
  options: WriteOptions,
): Promise<number> {
  const joined = new JoinedList(list);
  const contentType = 'application/json';
  const { acceptsGzip, omitBody, ending } = options;
  if (joined.length <= chunkBytes || acceptsGzip || omitBody) {
    let sent = 0;
    for (const bytes of joined.chunks(joined.length)) sent += await writeWhole(response, { code, contentType, bytes }, options);
    return sent;
  }
  response.setHeader('content-type', contentType);
  response.setHeader('content-length', joined.length);
  response.writeHead(code);
  let sent = 0;
  for (const chunk of joined.chunks(chunkBytes)) {
    if (ending.signal.aborted) return sent;
    await send(response, chunk, ending.signal);
    sent += chunk.length;
  }
  response.end();
  return sent;
}

/** Larger ones are hardly faster, and keep others waiting. */
const chunkBytes = 2 * 1024 * 1024;

const listObject = ({ apiVersion, kind, metadata, items }: ListBody): object => ({
  kind,
  apiVersion,
  metadata,
  items: items.map(({ object: { kind: _kind, apiVersion: _apiVersion, ...item } }) => item),
});

interface Whole {
  readonly code: number;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

async function writeWhole(
  response: OutgoingResponse,
  { code, contentType, bytes }: Whole,
  { acceptsGzip, omitBody }: WriteOptions,
): Promise<number> {
  if (code === 304) {
    // It has no content, and what it said of any would replace what the client's cache knows.
    response.writeHead(code);
    response.end();
    return 0;
  }
  response.setHeader('content-type', contentType);
  let payload = bytes;
  if (acceptsGzip && bytes.length > gzipAboveBytes && !response.hasHeader('content-encoding')) {
    // The fastest level, as upstream: the network is rarely slower than that.
    payload = await compress(bytes, { level: 1 });
    response.setHeader('content-encoding', 'gzip');
    response.appendHeader('vary', 'Accept-Encoding');
  }
  response.setHeader('content-length', payload.length);
  response.writeHead(code);
  response.end(omitBody ? undefined : payload);
  return omitBody ? 0 : payload.length;
}

interface Streamed {
  readonly code: number;
  readonly contentType: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

async function writeStream(
  response: OutgoingResponse,
  { code, contentType, chunks }: Streamed,
  { omitBody, ending: { signal } }: WriteOptions,
): Promise<number> {
  response.setHeader('content-type', contentType);
  response.writeHead(code);
  let sent = 0;
  if (!omitBody) {
    for await (const chunk of chunks) {
      await send(response, chunk, signal);
      sent += chunk.length;
    }
  }
  response.end();
  return sent;
}

async function writeWatch(
  response: OutgoingResponse,
  events: AsyncIterable<readonly WatchEvent[]>,
  { representation, ending: { signal }, turn }: WriteOptions,
): Promise<number> {
  response.setHeader('content-type', watchTypes[representation.format]);
  const encode = representation.format === 'protobuf' ? encodedFrame : encodedEvent;
  response.writeHead(200);
  response.flushHeaders();
  let sent = 0;
  for await (const batch of events) {
    await turn?.pass();
    if (signal.aborted) break;
    const bytes = joinedEvents(batch, encode);
    await send(response, bytes, signal);
    sent += bytes.length;
  }
  response.end();
  return sent;
}

type Encode = (event: WatchEvent) => Uint8Array;

interface Joined {
  readonly batch: readonly WatchEvent[];
  readonly encode: Encode;
  readonly bytes: Uint8Array;
}

/** The batches that were joined last: many watchers are told the same one after the other, some of them more at once than others. */
const latest: Joined[] = [];
const latestCount = 4;

function joinedEvents(batch: readonly WatchEvent[], encode: Encode): Uint8Array {
  const [only] = batch;
  if (only && batch.length === 1) return encode(only);
  const isThis = (known: Joined) =>
    known.encode === encode && known.batch.length === batch.length && batch.every((event, index) => event === known.batch[index]);
  let joined = latest.find(isThis);
  if (!joined) {
    joined = { batch, encode, bytes: Buffer.concat(batch.map(encode)) };
    latest.unshift(joined);
    latest.length = Math.min(latest.length, latestCount);
  }
  return joined.bytes;
}

const watchTypes: Readonly<Record<Representation['format'], string>> = {
  json: 'application/json',
  yaml: 'application/yaml;stream=watch',
  protobuf: `${protobufType};stream=watch`,
};

export function encodedFrame(event: WatchEvent): Uint8Array {
  const frame = protobufEvent(event);
  if (!frame) throw notAcceptable();
  return frame;
}

/** Encoded once, however many watchers it goes to. */
const encoded = new WeakMap<WatchEvent, Uint8Array>();

export function encodedEvent(event: WatchEvent): Uint8Array {
  let bytes = encoded.get(event);
  if (!bytes) {
    bytes = Buffer.concat([Buffer.from(`{"type":"${event.type}","object":`), event.object.bytes, Buffer.from('}\n')]);
    encoded.set(event, bytes);
  }
  return bytes;
}

/** Waits while the client reads more slowly than is written. */
async function send(response: OutgoingResponse, chunk: Uint8Array, signal: AbortSignal): Promise<void> {
  if (response.write(chunk) || signal.aborted) return;
  await once(response, 'drain', { signal }).catch(() => {});
}
