import { Client, credentials, Metadata, type CallOptions, type ServiceError } from '@grpc/grpc-js';
import type { MessageType } from '../protobuf/message.ts';
import { GrpcError, grpcCodes } from './error.ts';

/** One method of a service: where it is and what goes there and back. */
export interface GrpcMethod<Request, Response> {
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly request: MessageType<Request>;
  readonly response: MessageType<Response>;
}

export interface GrpcClientOptions {
  readonly socketPath: string;
  /** Answers above it fail with ResourceExhausted. Default 16 MiB. */
  readonly maxReceiveBytes?: number | undefined;
}

export interface UnaryOptions {
  /** Left out, the call takes as long as it takes. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Wait for the server to come rather than fail with Unavailable while it is away. */
  readonly waitForReady?: boolean | undefined;
}

/**
 * Calls a gRPC server on this machine over a Unix socket. Connects on the first call and again whenever the server has gone
 * and come back; calls made while it is away fail with Unavailable. All failures are GrpcError.
 */
export class GrpcClient implements Disposable {
  readonly #client: Client;

  constructor({ socketPath, maxReceiveBytes = 16 << 20 }: GrpcClientOptions) {
    this.#client = new Client(`unix:${socketPath}`, credentials.createInsecure(), {
      // Without it the socket's path becomes the :authority, which Go servers may refuse.
      'grpc.default_authority': 'localhost',
      'grpc.max_receive_message_length': maxReceiveBytes,
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
    const cancel = () => call.cancel();
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

  [Symbol.dispose](): void {
    this.#client.close();
  }
}

const deadlineIn = (timeoutMs: number | undefined): CallOptions => (timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs });

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error;

const failed = (method: string, error: ServiceError): GrpcError =>
  new GrpcError(error.details || error.message, { code: grpcCodes[error.code] ?? 'Unknown', method, cause: error });

const cancelled = (method: string, signal: AbortSignal): GrpcError =>
  new GrpcError('cancelled by the caller', { code: 'Cancelled', method, cause: signal.reason });
