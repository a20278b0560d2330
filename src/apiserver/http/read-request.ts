import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { ApiError } from '../../model/errors.ts';
import type { ApiRequest, Credentials, Method } from '../../model/request.ts';

export type IncomingRequest = IncomingMessage | Http2ServerRequest;

/** As upstream: what a request may carry. */
export const maxBodyBytes = 3 * 1024 * 1024;

const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Everything but the body. Throws for requests that are none. */
export function readHead(request: IncomingRequest, signal: AbortSignal): ApiRequest {
  const { method = 'GET', url = '/', headers } = request;
  if (!methods.includes(method)) throw new ApiError('MethodNotAllowed', `the server does not allow this method on the requested resource`);
  const queryStart = url.indexOf('?');
  const path = queryStart === -1 ? url : url.slice(0, queryStart);
  return {
    // Checked above.
    method: method as Method,
    path,
    query: new URLSearchParams(queryStart === -1 ? '' : url.slice(queryStart + 1)),
    // Node joins repeated headers by commas, but for cookies, which nothing here reads.
    headers: headers as Record<string, string | undefined>,
    credentials: credentialsOf(request),
    signal,
    remoteAddress: request.socket.remoteAddress,
  };
}

/** A bearer token, else the client certificate that the TLS layer has checked. */
function credentialsOf({ headers, socket }: IncomingRequest): Credentials {
  const authorization = headers.authorization?.trim();
  if (authorization && /^bearer /i.test(authorization)) return { type: 'bearer', token: authorization.slice(7).trim() };
  // Over TLS the socket is a TLSSocket; node types the request with the plain one.
  const tls = socket as TLSSocket;
  if (!tls.authorized) return { type: 'none' };
  return certificateCredentials(tls);
}

const known = new WeakMap<object, Credentials>();

/** Reading a certificate takes long, so it is done once a connection. */
function certificateCredentials(socket: TLSSocket): Credentials {
  const seen = known.get(socket);
  if (seen) return seen;
  const subject = socket.getPeerCertificate().subject as { CN?: string | string[]; O?: string | string[] } | undefined;
  const commonName = [subject?.CN ?? ''].flat()[0] ?? '';
  const credentials: Credentials = commonName
    ? { type: 'certificate', commonName, organizations: [subject?.O ?? []].flat() }
    : { type: 'none' };
  known.set(socket, credentials);
  return credentials;
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
