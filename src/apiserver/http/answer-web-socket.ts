import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock } from '../../base/clock.ts';
import type { ApiResponse, ResponseBody, WatchEvent } from '../../model/request.ts';
import { negotiate } from '../representation/negotiate.ts';
import { listOf } from '../streaming/requested-protocol.ts';
import { acceptWebSocket, closeNormally } from '../streaming/web-socket.ts';
import { encodedEvent, encodedFrame, writeResponse } from './write-response.ts';

export interface AnswerOptions {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  /** Gives the answer, which ends when the signal aborts. */
  readonly handle: (signal: AbortSignal) => Promise<ApiResponse>;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 * Answers a request that came as a WebSocket: what comes bit by bit, such as a watch, goes out as messages; all else is
 * answered as if the client had not asked for a WebSocket. Whatever the client says is passed over.
 */
export async function answerWebSocket({ request, socket, head, handle, signal, clock }: AnswerOptions): Promise<void> {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  const response = await handle(AbortSignal.any([signal, gone.signal]));
  const messages = messagesOf(response.body, request);
  if (!messages) return answerPlainly(response, { request, socket, signal, clock });
  const [only, ...more] = listOf(request.headers['sec-websocket-protocol'] ?? '');
  const webSocket = await acceptWebSocket(request, socket, head, more.length === 0 ? only : undefined);
  if (!webSocket) return;
  webSocket.on('close', () => gone.abort());
  for await (const message of messages) await send(webSocket, message);
  await closeNormally(webSocket, clock);
}

type Message = string | Uint8Array;

function messagesOf(body: ResponseBody, { headers }: IncomingMessage): AsyncIterable<Message> | undefined {
  if (body.type === 'watch') return eventMessages(body.events, negotiate(headers.accept).format === 'protobuf');
  if (body.type !== 'bytes' || body.bytes instanceof Uint8Array) return undefined;
  return byteMessages(body.bytes, listOf(headers['sec-websocket-protocol'] ?? '')[0] === 'base64.binary.k8s.io');
}

/** The length that stands before each event in a stream of bytes. */
const framePrefixBytes = 4;

async function* eventMessages(events: AsyncIterable<readonly WatchEvent[]>, binary: boolean): AsyncGenerator<Message> {
  for await (const batch of events) {
    for (const event of batch)
      yield binary ? encodedFrame(event).subarray(framePrefixBytes) : Buffer.from(encodedEvent(event)).toString('utf8');
  }
}

async function* byteMessages(chunks: AsyncIterable<Uint8Array>, base64: boolean): AsyncGenerator<Message> {
  // Tells at once that there will be something.
  yield base64 ? '' : new Uint8Array();
  for await (const chunk of chunks) yield base64 ? Buffer.from(chunk).toString('base64') : chunk;
}

/** Waits while the client reads more slowly than is written; a client that has left ends the answer by its signal. */
async function send(webSocket: WebSocket, message: Message): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  webSocket.send(message, { binary: typeof message !== 'string' }, () => resolve());
  await promise;
}

/** A client that is still sending gets this long to take its answer, as from upstream, before the connection is cut under it. */
const lingerMs = 500;
const answerTimeoutMs = 10_000;

/** As on a connection that never was to become anything else, but that ends with this. */
async function answerPlainly(
  response: ApiResponse,
  { request, socket, signal, clock }: Pick<AnswerOptions, 'request' | 'socket' | 'signal' | 'clock'>,
): Promise<void> {
  const plain = new ServerResponse(request);
  // Upgrades come from TCP connections, though Node types them as any stream.
  plain.assignSocket(socket as Socket);
  plain.setHeader('connection', 'close');
  const closed = new AbortController();
  socket.once('close', () => closed.abort());
  const flushed = new AbortController();
  plain.once('finish', () => flushed.abort());
  try {
    const representation = response.body.type === 'bytes' ? { format: 'json' as const } : negotiate(request.headers.accept);
    await writeResponse(plain, response, { representation, acceptsGzip: false, omitBody: request.method === 'HEAD', ending: { signal } });
    await clock.sleep(answerTimeoutMs, AbortSignal.any([flushed.signal, closed.signal]));
    socket.end();
    // What it sends is no longer of interest, but in the way of its noticing the end.
    socket.resume();
    await clock.sleep(lingerMs, closed.signal);
  } finally {
    socket.destroy();
  }
}
