import { RE2JS } from 're2js';

/** The origins, as browsers name them, of pages that may use this server. */
export type AllowedOrigins = (origin: string) => boolean;

/**
 * From patterns in RE2's syntax, each of which may match any part of an origin, as `--cors-allowed-origins` takes them.
 * Throws when one cannot be read.
 */
export function allowedOrigins(patterns: readonly string[]): AllowedOrigins {
  const compiled = patterns.map((pattern) => RE2JS.compile(pattern));
  return (origin) => compiled.some((pattern) => pattern.matcher(origin).find());
}

const methods = 'POST, GET, OPTIONS, PUT, DELETE, PATCH';
const requestHeaders = 'Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token, Authorization, X-Requested-With, If-Modified-Since';

/** What a browser has to be told before it lets a page of that origin read the answer. Fetch standard, section 3.2. */
export const crossOriginHeaders = (origin: string): Readonly<Record<string, string>> => ({
  'access-control-allow-origin': origin,
  'access-control-allow-methods': methods,
  'access-control-allow-headers': requestHeaders,
  'access-control-expose-headers': 'Date',
  'access-control-allow-credentials': 'true',
});
