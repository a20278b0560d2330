import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TestContext } from 'node:test';
import { silentLog } from '../../base/log.ts';
import { SpdyConnection } from '../../base/spdy/connection.ts';
import type { SpdyStream } from '../../base/spdy/stream.ts';
import { serveUpgrade, type ServeUpgradeOptions } from './serve-upgrade.ts';

/** Listens on a port of its own until the test ends, and then cuts what is still connected. */
export async function listen(context: TestContext, server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  context.after(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  await once(server, 'listening');
  // The cast: a TCP server has no other kind of address.
  return (server.address() as AddressInfo).port;
}

type Streams = Readonly<Record<string, SpdyStream>>;

interface FakeKubelet {
  readonly port: number;
  readonly requests: IncomingMessage[];
  readonly order: string[];
  readonly connections: SpdyConnection[];
}

/** Speaks SPDY as the streaming server of a container runtime does, and runs the command once it has all the streams. */
export async function fakeKubelet(context: TestContext, expected: number, run: (streams: Streams, connection: SpdyConnection) => void) {
  const kubelet: FakeKubelet = { port: 0, requests: [], order: [], connections: [] };
  const server = createServer();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    kubelet.requests.push(request);
    const version = request.headersDistinct['x-stream-protocol-version']?.[0];
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${version}`];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    if (head.length > 0) socket.unshift(head);
    const streams: Record<string, SpdyStream> = {};
    const connection = new SpdyConnection(socket, {
      role: 'server',
      accept: (stream) => {
        const type = stream.headers.get('streamtype') ?? '';
        kubelet.order.push(type);
        streams[type] = stream;
        if (Object.keys(streams).length === expected) setImmediate(() => run(streams, connection));
        return true;
      },
    });
    kubelet.connections.push(connection);
  });
  return { ...kubelet, port: await listen(context, server) };
}

/** An API server that hands every upgrade request to serveUpgrade. */
export async function apiServer(
  context: TestContext,
  kubeletUrl: string,
  options: Partial<ServeUpgradeOptions> = {},
): Promise<{ port: number; served: Promise<void>[] }> {
  const served: Promise<void>[] = [];
  const server = createServer();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { signal } = new AbortController();
    served.push(
      serveUpgrade({ request, socket, head, target: { url: new URL(kubeletUrl) }, kind: 'exec', signal, log: silentLog, ...options }),
    );
  });
  return { port: await listen(context, server), served };
}

export const success = JSON.stringify({ metadata: {}, status: 'Success' });
export const execUrl = (port: number, query: string) => `http://127.0.0.1:${port}/exec/default/web/c?command=sh&${query}`;
