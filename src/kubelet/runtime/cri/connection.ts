import { GrpcClient, type GrpcMethod } from '../../../base/grpc/client.ts';
import { GrpcError, type GrpcCode } from '../../../base/grpc/error.ts';
import { RuntimeError, type RuntimeErrorCode } from '../runtime-error.ts';
import type { CallOptions } from '../runtime.ts';

export interface ConnectionOptions {
  readonly socketPath: string;
  /** How long an ordinary call may take. Default two minutes, as upstream's runtime request timeout. */
  readonly timeoutMs?: number | undefined;
}

/** Calls with deadlines, whose failures are RuntimeErrors. */
export class Connection implements Disposable {
  readonly #client: GrpcClient;
  readonly timeoutMs: number;

  constructor({ socketPath, timeoutMs = 120_000 }: ConnectionOptions) {
    // Nodes with many containers have long lists; upstream allows 16 MiB.
    this.#client = new GrpcClient({ socketPath, maxReceiveBytes: 64 << 20 });
    this.timeoutMs = timeoutMs;
  }

  async call<Request, Response>(
    method: GrpcMethod<Request, Response>,
    request: Request,
    { signal, timeoutMs = this.timeoutMs }: CallOptions & { readonly timeoutMs?: number } = {},
  ): Promise<Response> {
    try {
      return await this.#client.call(method, request, { signal, timeoutMs: Number.isFinite(timeoutMs) ? timeoutMs : undefined });
    } catch (error) {
      throw toRuntimeError(error);
    }
  }

  /** For calls that make something be gone: that it is gone already is what was wanted. */
  async remove<Request, Response>(
    method: GrpcMethod<Request, Response>,
    request: Request,
    options?: CallOptions & { readonly timeoutMs?: number },
  ): Promise<void> {
    try {
      await this.call(method, request, options);
    } catch (error) {
      if (!RuntimeError.is(error, 'NotFound')) throw error;
    }
  }

  async *stream<Request, Response>(method: GrpcMethod<Request, Response>, request: Request, signal: AbortSignal): AsyncGenerator<Response> {
    try {
      yield* this.#client.stream(method, request, signal);
    } catch (error) {
      throw toRuntimeError(error);
    }
  }

  [Symbol.dispose](): void {
    this.#client[Symbol.dispose]();
  }
}

const toRuntimeError = (error: unknown): unknown =>
  error instanceof GrpcError
    ? new RuntimeError(error.message, {
        code: codes[error.code],
        operation: error.method.slice(error.method.lastIndexOf('/') + 1),
        cause: error,
      })
    : error;

const codes: Record<GrpcCode, RuntimeErrorCode> = {
  Ok: 'Unknown',
  Cancelled: 'Cancelled',
  Unknown: 'Unknown',
  InvalidArgument: 'InvalidArgument',
  DeadlineExceeded: 'DeadlineExceeded',
  NotFound: 'NotFound',
  AlreadyExists: 'AlreadyExists',
  PermissionDenied: 'PermissionDenied',
  ResourceExhausted: 'ResourceExhausted',
  FailedPrecondition: 'FailedPrecondition',
  Aborted: 'Unknown',
  OutOfRange: 'InvalidArgument',
  Unimplemented: 'Unimplemented',
  Internal: 'Unknown',
  Unavailable: 'Unavailable',
  DataLoss: 'Unknown',
  Unauthenticated: 'Unauthenticated',
};
