import { CompactedError, FutureRevisionError, StoreBrokenError, StoreFullError, StoreInUseError, StoreUnusableError } from '../errors.ts';
import type { Failure } from './protocol.ts';

/** SQLite's primary result codes, from its documentation. */
const sqliteBusy = 5;
const sqliteFull = 13;

/** What went wrong in the worker while it was asked to do something. */
export function toFailure(error: unknown): Failure {
  if (error instanceof CompactedError) return { type: 'compacted', compactedRevision: error.compactedRevision };
  if (error instanceof FutureRevisionError) return { type: 'future', revision: error.revision, currentRevision: error.currentRevision };
  if (isFull(error)) return { type: 'full', message: `there is no room left for the store: ${messageOf(error)}` };
  return { type: 'broken', message: `the store has broken: ${messageOf(error)}` };
}

/** What went wrong when the worker was asked to open the file. */
export function toOpenFailure(error: unknown, path: string): Failure {
  if (resultCode(error) === sqliteBusy) return { type: 'in-use', message: `the store at ${path} is open in another process` };
  if (isFull(error)) return { type: 'full', message: `there is no room for the store at ${path}: ${messageOf(error)}` };
  return { type: 'unusable', message: `the store at ${path} cannot be opened: ${messageOf(error)}` };
}

export function fromFailure(failure: Failure): Error {
  switch (failure.type) {
    case 'compacted':
      return new CompactedError(failure.compactedRevision);
    case 'future':
      return new FutureRevisionError(failure.revision, failure.currentRevision);
    case 'full':
      return new StoreFullError(failure.message);
    case 'in-use':
      return new StoreInUseError(failure.message);
    case 'unusable':
      return new StoreUnusableError(failure.message);
    case 'broken':
      return new StoreBrokenError(failure.message);
    default:
      return failure satisfies never;
  }
}

/** No space for SQLite, or for the file system calls around it. */
export const isFull = (error: unknown): boolean =>
  resultCode(error) === sqliteFull || (error instanceof Error && 'code' in error && error.code === 'ENOSPC');

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff; // an extended code has the primary one in its lowest byte
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
