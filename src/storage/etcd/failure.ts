import { GrpcError, type GrpcCode } from '../../base/grpc/error.ts';
import { EntryTooLargeError, StoreFullError, StoreUnavailableError } from '../errors.ts';

/** Codes by which a member, or the way to it, says that it cannot serve now; another one may. */
const elsewhere: ReadonlySet<GrpcCode> = new Set(['Unavailable', 'DeadlineExceeded', 'Internal', 'Cancelled', 'Aborted']);

export const mayWorkElsewhere = (error: unknown): error is GrpcError => error instanceof GrpcError && elsewhere.has(error.code);

/** Whether the call cannot have reached anyone, so that even a write may be sent again. */
export const wasNotSent = (error: GrpcError): boolean =>
  error.code === 'Unavailable' && /^(?:No connection established|Name resolution failed)/.test(error.message);

// The messages are etcd's own; its codes alone do not tell these apart.
export const isCompacted = (error: unknown): boolean => says(error, 'required revision has been compacted');
export const isLeaseLost = (error: unknown): boolean => says(error, 'requested lease not found');
export const isFuture = (error: unknown): boolean => says(error, 'required revision is a future revision');

function says(error: unknown, text: string): boolean {
  return error instanceof GrpcError && error.message.includes(text);
}

/** What the callers of a store are told. */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof GrpcError)) return error;
  const { message, code } = error;
  if (message.includes('database space exceeded')) {
    return new StoreFullError('there is no room left in etcd: its space quota is used up; compact, defragment, and disarm the alarm', {
      cause: error,
    });
  }
  if (message.includes('request is too large') || message.includes('trying to send message larger than max')) {
    return new EntryTooLargeError('etcdserver: request is too large', { cause: error });
  }
  if (elsewhere.has(code)) return new StoreUnavailableError(`etcd cannot be reached, or does not answer: ${message}`, { cause: error });
  return new Error(`etcd refused ${error.method}: ${code}: ${message}`, { cause: error });
}
