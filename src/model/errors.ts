import type { FieldError } from './field.ts';

/** What the API answers when it cannot do what was asked, and sometimes when it did: meta/v1 Status. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string; readonly remainingItemCount?: number };
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: Reason;
  readonly details?: StatusDetails;
  readonly code: number;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  readonly retryAfterSeconds?: number;
}

const codes = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Gone: 410,
  Expired: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  ServerTimeout: 500,
  StoreReadError: 500,
  ServiceUnavailable: 503,
  Timeout: 504,
  /** A failure that upstream does not explain by a reason; it is left out of the answer. */
  Unknown: 500,
} as const;

export type Reason = keyof typeof codes;

/** A refusal with its answer. The client rebuilds the same error from the answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: Status;

  constructor(
    reason: Reason,
    message: string,
    { details, metadata = {}, cause }: { details?: StatusDetails; metadata?: Status['metadata']; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata,
      status: 'Failure',
      message,
      ...(reason !== 'Unknown' && { reason }),
      ...(details && { details }),
      code: codes[reason],
    };
  }

  static is(error: unknown, ...reasons: Reason[]): error is ApiError {
    return error instanceof ApiError && (reasons.length === 0 || reasons.includes(error.status.reason ?? 'Unknown'));
  }
}

/** The resource, and mostly the object, that an error is about. */
export interface About {
  readonly group: string;
  readonly plural: string;
  readonly name?: string | undefined;
}

const named = ({ group, plural }: About) => (group ? `${plural}.${group}` : plural);
const details = ({ group, plural, name }: About): StatusDetails => ({ ...(name && { name }), ...(group && { group }), kind: plural });

export const badRequest = (message: string, cause?: unknown) => new ApiError('BadRequest', message, { cause });

export const notFound = (about: About) =>
  new ApiError('NotFound', `${named(about)} "${about.name ?? ''}" not found`, { details: details(about) });

/** A failure told by nothing but its message, as upstream answers errors it has no reason for. */
export const unexplained = (message: string, cause?: unknown) => new ApiError('Unknown', message, { cause });

/** What upstream answers where it keeps the reason of a refusal to itself. */
export const unprocessable = (cause?: unknown) =>
  new ApiError('Invalid', 'the server rejected our request due to an error in our request', { details: {}, cause });

/** What an unknown path answers. */
export const unknownResource = () => new ApiError('NotFound', 'the server could not find the requested resource', { details: {} });

/** What a known path answers to a method that makes no sense there. */
export const unknownMethod = () =>
  new ApiError('MethodNotAllowed', 'the server does not allow this method on the requested resource', { details: {} });

export const alreadyExists = (about: About) =>
  new ApiError('AlreadyExists', `${named(about)} "${about.name ?? ''}" already exists`, { details: details(about) });

const modified = 'the object has been modified; please apply your changes to the latest version and try again';

export const conflict = (about: About, reason = modified) =>
  new ApiError('Conflict', `Operation cannot be fulfilled on ${named(about)} "${about.name ?? ''}": ${reason}`, {
    details: details(about),
  });

export const forbidden = (about: About, reason: string) =>
  new ApiError(
    'Forbidden',
    about.name ? `${named(about)} "${about.name}" is forbidden: ${reason}` : `${named(about)} is forbidden: ${reason}`,
    {
      details: details(about),
    },
  );

/** Unlike the others it names the kind, not the resource: `Deployment.apps "web" is invalid: …`. */
export function invalid({ group, kind, name }: { group: string; kind: string; name: string }, errors: readonly FieldError[]): ApiError {
  const causes = errors.map(({ reason, message, field }) => ({ reason, message, field }));
  // The same problem may be found twice: it is one text, but two causes.
  const texts = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  const what = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const message = `${group ? `${kind}.${group}` : kind} "${name}" is invalid${errors.length > 0 ? `: ${what}` : ''}`;
  return new ApiError('Invalid', message, { details: { ...(name && { name }), ...(group && { group }), ...(kind && { kind }), causes } });
}

export const methodNotAllowed = ({ group, plural }: About, verb: string) =>
  new ApiError('MethodNotAllowed', `${verb} is not supported on resources of kind "${group ? `${plural}.${group}` : plural}"`, {
    details: { ...(group && { group }), kind: plural },
  });

export const expired = (message: string, continueToken?: string) =>
  new ApiError('Expired', message, continueToken === undefined ? {} : { metadata: { continue: continueToken } });

/** The only place where an unknown failure becomes an answer. */
export function toStatus(error: unknown): Status {
  if (error instanceof ApiError) return error.status;
  const text = error instanceof Error ? error.message : String(error);
  return new ApiError('InternalError', `Internal error occurred: ${text}`, { details: { causes: [{ message: text }] } }).status;
}

/** The error a client throws for an answer that is a failure. */
export function fromStatus(status: Status): ApiError {
  const { reason = 'Unknown', message = '', details: about, metadata } = status;
  return new ApiError(reason, message, { ...(about && { details: about }), metadata });
}
