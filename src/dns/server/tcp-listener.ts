import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Log } from '../../base/log.ts';
import { frame, FrameReader } from '../message/frames.ts';
import type { Resolver } from './resolver.ts';
import type { ListenAddress } from './udp-listener.ts';

const connectionLimit = 256;
const idleMs = 10_000;

interface Serving {
  readonly resolver: Resolver;
  readonly signal: AbortSignal;
  readonly log: Log;
}

export async function bindTcp({ address, port }: ListenAddress): Promise<Server> {
  const server = createServer();
  server.maxConnections = connectionLimit;
  server.listen(port, address);
  await once(server, 'listening');
  return server;
}

/** Answers until the signal aborts, which ends all connections. */
export function serveTcp(server: Server, serving: Serving): void {
  server.on('connection', (socket) => {
    socket.setTimeout(idleMs, () => socket.destroy());
    // The client went away.
    socket.on('error', () => socket.destroy());
    const end = () => socket.destroy();
    serving.signal.addEventListener('abort', end, { once: true });
    socket.once('close', () => serving.signal.removeEventListener('abort', end));
    void serveConnection(socket, serving).catch((error: unknown) => {
      if (!socket.destroyed) serving.log.warn({ err: error }, 'DNS connection failed');
      socket.destroy();
    });
  });
}

/** One question after the other: a client that sends more than it reads is not read from. */
async function serveConnection(socket: Socket, { resolver, signal }: Serving): Promise<void> {
  const reader = new FrameReader();
  for await (const data of socket) {
    for (const message of reader.read(data)) {
      const response = await resolver.respond(message, { byTcp: true, signal });
      if (!response) return void socket.destroy();
      if (!socket.write(frame(response))) await once(socket, 'drain', { signal });
    }
  }
  socket.end();
}
