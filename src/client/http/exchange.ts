import type { Readable } from 'node:stream';
import type { Method } from '../../model/request.ts';

/** A request as HTTP, and its answer, whatever the version of HTTP. */
export interface HttpRequest {
  readonly method: Method;
  /** With query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly code: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Readable;
}

/** Connections to one server, opened when needed and shared by requests. */
export interface Exchange extends AsyncDisposable {
  send(request: HttpRequest): Promise<HttpResponse>;
}

/** The connection broke. `wasSent` is false when the server certainly has not begun with the request. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly wasSent: boolean;

  constructor(message: string, { cause, wasSent }: { cause: unknown; wasSent: boolean }) {
    super(message, { cause });
    this.wasSent = wasSent;
  }
}
