/** Why a runtime refused or failed. What has no code of its own here is `Unknown`, with the runtime's words as message. */
export type RuntimeErrorCode =
  | 'NotFound'
  | 'AlreadyExists'
  | 'InvalidArgument'
  | 'FailedPrecondition'
  | 'PermissionDenied'
  | 'Unauthenticated'
  | 'ResourceExhausted'
  | 'Unavailable'
  | 'DeadlineExceeded'
  | 'Cancelled'
  | 'Unimplemented'
  | 'Unknown';

/** The message is the runtime's own, fit for a pod's status; what was attempted is in `operation`. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
  readonly code: RuntimeErrorCode;
  readonly operation: string;

  constructor(message: string, { code, operation, cause }: { code: RuntimeErrorCode; operation: string; cause?: unknown }) {
    super(message, { cause });
    this.code = code;
    this.operation = operation;
  }

  static is(error: unknown, code: RuntimeErrorCode): error is RuntimeError {
    return error instanceof RuntimeError && error.code === code;
  }
}
