import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { Client, credentials, Metadata, type CallOptions, type ChannelCredentials, type ServiceError } from '@grpc/grpc-js';
import type { MessageType } from '../protobuf/message.ts';
import { GrpcError, grpcCodes } from './error.ts';

/** One method of a service: where it is and what goes there and back. */
export interface GrpcMethod<Request, Response> {
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly request: MessageType<Request>;
  readonly response: MessageType<Response>;
}

/** A server on this machine, or one in the network, with TLS or without. */
export type GrpcServer = { readonly socketPath: string } | { readonly address: string; readonly tls?: GrpcTls | undefined };

/** What is left out: the system's authorities are trusted, and no certificate is shown. */
export interface GrpcTls {
  readonly caPem?: string | undefined;
  readonly certificatePem?: string | undefined;
  readonly keyPem?: string | undefined;
}

export type GrpcClientOptions = GrpcServer & {
  /** Answers above it fail with ResourceExhausted. Default 16 MiB. */
  readonly maxReceiveBytes?: number | undefined;
  /** Asks the server for a sign of life after so much silence, and takes it for gone after a third of that. Default: never. */
  readonly keepaliveMs?: number | undefined;
};

export interface UnaryOptions {
  /** Left out, the call takes as long as it takes. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Wait for the server to come rather than fail with Unavailable while it is away. */
  readonly waitForReady?: boolean | undefined;
}

/** Both directions of one call. */
export interface Exchange<Request, Response> {
  send(request: Request): void;
  /** No faster than they are taken. Ends quietly when the signal aborts. */
  readonly responses: AsyncIterable<Response>;
}

/**
 * Calls one gRPC server. Connects on the first call and again whenever the server has gone and come back; calls made while
 * it is away fail with Unavailable. All failures are GrpcError.
 */
export class GrpcClient implements Disposable {
  readonly #client: Client;

  constructor({ maxReceiveBytes = 16 << 20, keepaliveMs, ...server }: GrpcClientOptions) {
    const isLocal = 'socketPath' in server;
    this.#client = new Client(isLocal ? `unix:${server.socketPath}` : server.address, credentialsOf(server), {
      // Without it the socket's path becomes the :authority, which Go servers may refuse.
      ...(isLocal && { 'grpc.default_authority': 'localhost' }),
      ...(ipAddressOf(server) !== undefined && { 'grpc.ssl_target_name_override': nameless }),
      ...(keepaliveMs !== undefined && {
        'grpc.keepalive_time_ms': keepaliveMs,
        'grpc.keepalive_timeout_ms': Math.ceil(keepaliveMs / 3),
      }),
      'grpc.max_receive_message_length': maxReceiveBytes,
      'grpc.max_send_message_length': -1,
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 3000,
      'grpc.enable_http_proxy': 0,
      // One connection a client, so that closing it closes the connection.
      'grpc.use_local_subchannel_pool': 1,
    });
  }

  call<Request, Response>(
    { path, request: requestType, response: responseType }: GrpcMethod<Request, Response>,
    request: Request,
    { timeoutMs, signal, waitForReady = false }: UnaryOptions = {},
  ): Promise<Response> {
    return new Promise<Response>((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled(path, signal));
      const call = this.#client.makeUnaryRequest(
        path,
        requestType.encode,
        responseType.decode,
        request,
        new Metadata({ waitForReady }),
        deadlineIn(timeoutMs),
        (error, response) => {
          signal?.removeEventListener('abort', cancel);
          if (error) reject(signal?.aborted ? cancelled(path, signal) : failed(path, error));
          else resolve(response as Response); // one of the two is always there
        },
      );
      const cancel = () => call.cancel();
      signal?.addEventListener('abort', cancel, { once: true });
    });
  }

  /** Yields what the server sends, no faster than it is taken. Ends quietly when the signal aborts. */
  async *stream<Request, Response>(
    { path, request: requestType, response: responseType }: GrpcMethod<Request, Response>,
    request: Request,
    signal: AbortSignal,
  ): AsyncGenerator<Response> {
    if (signal.aborted) return;
    const call = this.#client.makeServerStreamRequest(path, requestType.encode, responseType.decode, request);
    yield* received<Response>(call, path, signal);
  }

  /** Opens a call in which both sides may send at any time. It ends when the responses are left, or the signal aborts. */
  exchange<Request, Response>(
    { path, request: requestType, response: responseType }: GrpcMethod<Request, Response>,
    { signal, metadata = {} }: { readonly signal: AbortSignal; readonly metadata?: Readonly<Record<string, string>> },
  ): Exchange<Request, Response> {
    const headers = new Metadata();
    for (const [name, value] of Object.entries(metadata)) headers.set(name, value);
    const call = this.#client.makeBidiStreamRequest(path, requestType.encode, responseType.decode, headers);
    return { send: (request) => void call.write(request), responses: received<Response>(call, path, signal) };
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}

async function* received<Response>(
  call: AsyncIterable<unknown> & { cancel(): void },
  path: string,
  signal: AbortSignal,
): AsyncGenerator<Response> {
  const cancel = () => call.cancel();
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    // Readable does not know its element type; the decoder made it.
    for await (const response of call as AsyncIterable<Response>) yield response;
  } catch (error) {
    if (signal.aborted) return;
    throw isServiceError(error) ? failed(path, error) : error;
  } finally {
    signal.removeEventListener('abort', cancel);
    call.cancel();
  }
}

function credentialsOf(server: GrpcServer): ChannelCredentials {
  if ('socketPath' in server || !server.tls) return credentials.createInsecure();
  const { caPem, certificatePem, keyPem } = server.tls;
  const bytes = (pem: string | undefined) => (pem === undefined ? null : Buffer.from(pem));
  const host = ipAddressOf(server);
  return credentials.createSsl(bytes(caPem), bytes(keyPem), bytes(certificatePem), {
    ...(host !== undefined && { checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate) }),
  });
}

/** TLS asks for servers by names alone (RFC 6066). One that is reached by its address is asked for by one that nobody has. */
const nameless = 'address.invalid';

/** Of a server that is reached by its address. */
function ipAddressOf(server: GrpcServer): string | undefined {
  if ('socketPath' in server) return undefined;
  const host = server.address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return isIP(host) === 0 ? undefined : host;
}

const deadlineIn = (timeoutMs: number | undefined): CallOptions => (timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs });

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error;

const failed = (method: string, error: ServiceError): GrpcError =>
  new GrpcError(error.details || error.message, { code: grpcCodes[error.code] ?? 'Unknown', method, cause: error });

const cancelled = (method: string, signal: AbortSignal): GrpcError =>
  new GrpcError('cancelled by the caller', { code: 'Cancelled', method, cause: signal.reason });
