/** The status codes of gRPC, at their numbers. */
export const grpcCodes = [
  'Ok',
  'Cancelled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
] as const;

export type GrpcCode = (typeof grpcCodes)[number];

/** A call that failed, there or on the way. The message is the other side's own. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  readonly code: GrpcCode;
  /** The method's path. */
  readonly method: string;

  constructor(message: string, { code, method, cause }: { code: GrpcCode; method: string; cause?: unknown }) {
    super(message, { cause });
    this.code = code;
    this.method = method;
  }
}
