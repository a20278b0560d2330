/** Why a container could not be started: the reason is shown as that of its waiting state. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly reason: string;
  /** When it makes sense to try again; otherwise as after any failure. */
  readonly retryAtMs: number | undefined;

  constructor(reason: string, message: string, { retryAtMs, cause }: { retryAtMs?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause });
    this.reason = reason;
    this.retryAtMs = retryAtMs;
  }
}
