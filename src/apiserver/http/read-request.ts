import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { ApiError } from '../../model/errors.ts';
import type { ApiRequest, Method } from '../../model/request.ts';
import { receivedCredentials } from '../authentication/credentials.ts';
import { peerCertificate, type PeerCertificate } from '../authentication/peer-certificate.ts';

export type IncomingRequest = IncomingMessage | Http2ServerRequest;

/** As upstream: what a request may carry. */
export const maxBodyBytes = 3 * 1024 * 1024;

const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** A request as it came over the wire. Its signal is made when somebody asks for it, which hardly anybody does. */
export class HttpRequest implements ApiRequest {
  readonly method: Method;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: ApiRequest['headers'];
  readonly credentials: ApiRequest['credentials'];
  readonly repeatedHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly remoteAddress: string | undefined;
  body: Uint8Array | undefined;
  bodyStream: AsyncIterable<Uint8Array> | undefined;
  readonly #ending: { readonly signal: AbortSignal };

  /** Everything but the body. Throws for requests that are none. */
  constructor(request: IncomingRequest, ending: { readonly signal: AbortSignal }) {
    const { method = 'GET', url = '/', headers } = request;
    if (!methods.includes(method))
      throw new ApiError('MethodNotAllowed', `the server does not allow this method on the requested resource`);
    const queryStart = url.indexOf('?');
    // Checked above.
    this.method = method as Method;
    this.path = queryStart === -1 ? url : url.slice(0, queryStart);
    this.query = new URLSearchParams(queryStart === -1 ? '' : url.slice(queryStart + 1));
    // Node joins repeated headers by commas, but for cookies, which nothing here reads.
    this.headers = headers as Record<string, string | undefined>;
    this.credentials = receivedCredentials({
      // Over TLS the socket is a TLSSocket; node types the request with the plain one.
      peer: peerOf(request.socket as TLSSocket),
      authorization: headers.authorization,
      webSocketProtocol: headers['sec-websocket-protocol'],
    }).credentials;
    const repeated = repeatedHeaders(request);
    if (repeated) this.repeatedHeaders = repeated;
    this.remoteAddress = request.socket.remoteAddress;
    this.#ending = ending;
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }
}

/** Headers whose values are kept apart, since these may hold commas. */
function repeatedHeaders({ rawHeaders }: IncomingRequest): Record<string, string[]> | undefined {
  let repeated: Record<string, string[]> | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    if (!name.startsWith('impersonate-')) continue;
    repeated ??= {};
    (repeated[name] ??= []).push(rawHeaders[index + 1] ?? '');
  }
  return repeated;
}

const peers = new WeakMap<object, PeerCertificate | 'none'>();

/** Reading a certificate takes long, so it is done once a connection. */
function peerOf(socket: TLSSocket): PeerCertificate | undefined {
  let peer = peers.get(socket);
  if (peer === undefined) {
    peer = peerCertificate(socket) ?? 'none';
    peers.set(socket, peer);
  }
  return peer === 'none' ? undefined : peer;
}

/** Reads the body, up to the limit. */
export function readBody(request: IncomingRequest): Promise<Uint8Array | undefined> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBodyBytes) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBodyBytes) reject(tooLarge());
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(length === 0 ? undefined : chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length)));
    request.on('error', reject);
    request.on('aborted', () => reject(new ApiError('BadRequest', 'the request ended before its body did')));
  });
}

const tooLarge = () => new ApiError('RequestEntityTooLarge', `Request entity too large: limit is ${maxBodyBytes}`);
