import { pino, type Logger } from 'pino';

/** Structured log: constant messages, values as fields. Never give it a secret. */
export type Log = Pick<Logger, 'trace' | 'debug' | 'info' | 'warn' | 'error'> & { child(fields: Record<string, unknown>): Log };

export interface LogOptions {
  /** Default `info`. */
  readonly level?: string | undefined;
  /** Name of the part that writes. */
  readonly part?: string | undefined;
  /** Where to write. Standard error, unless given. */
  readonly fd?: number | undefined;
}

/** Writes JSON lines, at once, so that nothing is lost in a crash. */
export function createLog({ level = 'info', part, fd = 2 }: LogOptions = {}): Log {
  return pino(
    { level, base: part === undefined ? {} : { part }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd, sync: true }),
  );
}

/** For tests and embedding: says nothing. */
export const silentLog: Log = pino({ level: 'silent' });
