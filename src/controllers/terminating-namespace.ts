import { ApiError } from '../model/errors.ts';

/** The server takes nothing new in a namespace that is on its way out, and what asked for it goes as well. */
export const isNamespaceTerminating = (error: unknown): boolean =>
  error instanceof ApiError && (error.status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') ?? false);
