import type { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { systemClock, type Clock } from '../../base/clock.ts';
import { WebSocketServer, type RawData, type ServerOptions, type WebSocket } from 'ws';

/** As upstream's server. */
const maxMessageBytes = 32 * 1024 * 1024;
/** How long a client may take to answer our closing handshake: before that it has to read what the network still holds. */
const closeTimeoutMs = 60_000;
/** A client that takes nothing of what was sent for as long is given up on. */
const stallTimeoutMs = 30_000;
const normalClosure = 1000;

/**
 * Answers the opening handshake. The protocol is one the client offered; without one none is chosen. Nothing when the
 * request was not a proper one, which it has then been told, or when the client is gone.
 */
export async function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  protocol?: string,
): Promise<WebSocket | undefined> {
  // The published types do not know of the close timeout yet.
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    maxPayload: maxMessageBytes,
    closeTimeout: closeTimeoutMs,
  };
  const server = new WebSocketServer(options);
  // `ws` turns away protocols with a slash, such as SPDY/3.1+portforward.k8s.io. So it does not get to see any.
  if (protocol !== undefined) server.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
  const { 'sec-websocket-protocol': _, ...headers } = request.headers;
  const withoutProtocols: IncomingMessage = Object.create(request, { headers: { value: headers } });

  const { promise, resolve } = Promise.withResolvers<WebSocket | undefined>();
  socket.once('close', () => resolve(undefined));
  server.handleUpgrade(withoutProtocols, socket, head, (webSocket) => {
    // Whoever uses it learns of a failure by its closing.
    webSocket.on('error', () => {});
    resolve(webSocket);
  });
  if (socket.destroyed) resolve(undefined);
  return await promise;
}

/** Resolves when the client has answered the closing handshake, or had its time to; the connection is then gone. */
export async function closeNormally(webSocket: WebSocket, clock = systemClock): Promise<void> {
  const closed = new AbortController();
  webSocket.once('close', () => closed.abort());
  await drained(webSocket, { closed: closed.signal, clock });
  webSocket.close(normalClosure);
  // Its answer stands behind whatever it was still sending.
  webSocket.resume();
  if (webSocket.readyState !== webSocket.CLOSED) await clock.sleep(closeTimeoutMs, closed.signal);
  webSocket.terminate();
}

/** Resolves when all that was sent has left this process, or the client has stopped taking it. */
async function drained(webSocket: WebSocket, { closed, clock }: { closed: AbortSignal; clock: Clock }): Promise<void> {
  if (webSocket.bufferedAmount === 0 || webSocket.readyState !== webSocket.OPEN) return;
  const left = new AbortController();
  // What is sent last leaves last.
  webSocket.ping(undefined, false, () => left.abort());
  const done = AbortSignal.any([closed, left.signal]);
  let before = Number.POSITIVE_INFINITY;
  while (!done.aborted && webSocket.bufferedAmount < before) {
    before = webSocket.bufferedAmount;
    await clock.sleep(stallTimeoutMs, done);
  }
}

export function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

/** The payload of all messages in a row, and each write as a binary message. Ending it closes the WebSocket normally. */
export function webSocketBytes(webSocket: WebSocket, clock?: Clock): Duplex {
  const duplex = new Duplex({
    read: () => webSocket.resume(),
    write: (chunk: Buffer, _encoding, done) => webSocket.send(chunk, { binary: true }, done),
    final: (done) => {
      void closeNormally(webSocket, clock).then(() => done());
    },
    destroy: (error, done) => {
      webSocket.terminate();
      done(error);
    },
  });
  webSocket.on('message', (data) => {
    if (!duplex.push(bytesOf(data))) webSocket.pause();
  });
  webSocket.on('close', () => {
    if (!duplex.readableEnded) duplex.push(null);
  });
  return duplex;
}
