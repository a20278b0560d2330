import { pino, type Logger } from 'pino';

/** Structured log: constant messages, values as fields. Never give it a secret. */
export type Log = Pick<Logger, 'trace' | 'debug' | 'info' | 'warn' | 'error'> & { child(fields: Record<string, unknown>): Log };

export interface LogOptions {
  /** Default `info`. */
  readonly level?: string | undefined;
  /** Name of the part that writes. */
  readonly part?: string | undefined;
}

/** Writes JSON lines to standard error, at once, so that nothing is lost in a crash. */
export function createLog({ level = 'info', part }: LogOptions = {}): Log {
  return pino(
    { level, base: part === undefined ? {} : { part }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** For tests and embedding: says nothing. */
export const silentLog: Log = pino({ level: 'silent' });
