import { lookup } from 'node:dns/promises';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { containsAddress, parseCidr, type Cidr } from '../../base/cidr.ts';
import type { Log } from '../../base/log.ts';
import type { Component } from '../../runtime/component.ts';
import type { Fabric } from './fabric.ts';

export const defaultImageProxyPort = 3128;

export interface ImageProxyOptions {
  readonly fabric: Pick<Fabric, 'gateway' | 'nodeCidr'>;
  /** On the gateway. Nodes are told when they start, so it has to stay the same. */
  readonly port?: number | undefined;
  /** More connections than this at a time are refused. */
  readonly connectionLimit?: number | undefined;
  /** How addresses of names are found. Default: as every program on this machine does. */
  readonly resolve?: ((host: string) => Promise<string>) | undefined;
  /** Ranges it does not go to. Default: loopback, and link-local, where a cloud's service that hands out credentials is. */
  readonly refused?: readonly string[] | undefined;
  readonly log: Log;
}

const loopbackAndLink = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '::/127', '::ffff:0:0/96', 'fe80::/10'];

/**
 * The nodes' way out for pulling images: an HTTP proxy that also tunnels (CONNECT, RFC 9110), for nodes and nobody else, and
 * to everywhere but this machine's loopback and link.
 */
export const imageProxy = (options: ImageProxyOptions): Component => ({ name: 'image-proxy', run: (signal) => run(options, signal) });

async function run(options: ImageProxyOptions, signal: AbortSignal): Promise<void> {
  const { fabric, port = defaultImageProxyPort, connectionLimit = 100, resolve = firstAddress, refused = loopbackAndLink, log } = options;
  if (signal.aborted) return;
  const nodes = parseCidr(fabric.nodeCidr);
  const proxy: Proxy = { resolve, refused: refused.map(parseCidr), log, signal, sockets: new Set() };
  const server = createServer({ requestTimeout: 60_000 });
  server.maxConnections = connectionLimit;
  server.on('connection', (socket) => {
    if (!containsAddress(nodes, socket.remoteAddress ?? '')) socket.destroy();
  });
  server.on('request', (request, response) => void forward(proxy, request, response));
  // An HTTP server without TLS has no other kind of stream.
  server.on('connect', (request, socket, head) => void tunnel(proxy, request, socket as Socket, head));
  await new Promise<void>((resolveRun, reject) => {
    const stop = () => {
      server.close(() => resolveRun());
      server.closeAllConnections();
      for (const socket of proxy.sockets) socket.destroy();
    };
    server.once('error', (error) => {
      signal.removeEventListener('abort', stop);
      reject(new Error(`the image proxy cannot listen on ${fabric.gateway}:${port}`, { cause: error }));
    });
    signal.addEventListener('abort', stop, { once: true });
    server.listen(port, fabric.gateway, () => signal.aborted && stop());
  });
}

interface Proxy {
  readonly resolve: (host: string) => Promise<string>;
  readonly refused: readonly Cidr[];
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Tunnels are no longer the server's to close. */
  readonly sockets: Set<Socket>;
}

const idleMs = 300_000;

/** Registries without TLS. */
async function forward(proxy: Proxy, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = URL.parse(incoming.url ?? '');
  if (url?.protocol !== 'http:') return answer(response, 400, 'This is a proxy: it wants a full http address.');
  const target = await permitted(proxy, url.hostname);
  if (!target) return answer(response, 403, 'The proxy does not go there.');
  const { connection: _, 'proxy-connection': __, 'proxy-authorization': ___, ...headers } = incoming.headers;
  const outgoing = httpRequest(
    { host: target, port: url.port || 80, method: incoming.method, path: url.pathname + url.search, headers, signal: proxy.signal },
    (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
      pipeline(answered, response, () => {});
    },
  );
  outgoing.setTimeout(idleMs, () => outgoing.destroy());
  outgoing.on('error', (error) => {
    proxy.log.debug({ host: url.host, error: error.message }, 'image proxy could not reach a server');
    if (response.headersSent) response.destroy();
    else answer(response, 502, 'The server cannot be reached.');
  });
  pipeline(incoming, outgoing, () => {});
}

async function tunnel(proxy: Proxy, request: IncomingMessage, client: Socket, head: Buffer): Promise<void> {
  const end = (status: string) => client.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  client.on('error', () => {});
  proxy.sockets.add(client);
  client.once('close', () => proxy.sockets.delete(client));
  // A host name, an IPv4 address, or an IPv6 address in brackets.
  const { six = '', host = six, port = '' } = /^(?:\[(?<six>[^\]]+)\]|(?<host>[^:]+)):(?<port>\d+)$/.exec(request.url ?? '')?.groups ?? {};
  if (!host || Number(port) > 65_535) return void end('400 Bad Request');
  const target = await permitted(proxy, host);
  if (client.destroyed || proxy.signal.aborted) return;
  if (!target) return void end('403 Forbidden');
  const server = connect({ host: target, port: Number(port) });
  proxy.sockets.add(server);
  server.once('close', () => proxy.sockets.delete(server));
  const failed = (error: Error) => {
    proxy.log.debug({ host, error: error.message }, 'image proxy could not reach a server');
    end('502 Bad Gateway');
  };
  server.once('error', failed);
  server.once('connect', () => {
    server.off('error', failed);
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    server.write(head);
    pipeline(client, server, client, () => {});
  });
  for (const socket of [client, server]) socket.setTimeout(idleMs, () => socket.destroy());
  client.once('close', () => server.destroy());
}

/** The address to connect to. The check and the connection use the same one, so that a name cannot change in between. */
async function permitted({ resolve, refused, log }: Proxy, host: string): Promise<string | undefined> {
  try {
    const address = await resolve(host.replace(/^\[|\]$/g, ''));
    return refused.some((range) => containsAddress(range, address)) ? undefined : address;
  } catch (error) {
    log.debug({ host, error }, 'image proxy could not find a name');
    return undefined;
  }
}

const firstAddress = async (host: string) => (await lookup(host)).address;

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${text}\n`);
}
