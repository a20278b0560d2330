import { randomUUID } from 'node:crypto';
import type { IncomingRequest } from './read-request.ts';
import { crossOriginHeaders, type AllowedOrigins } from './cross-origin.ts';
import type { OutgoingResponse } from './write-response.ts';

/**
 * Sets what every answer carries, whatever it is about: the name under which the request is found again, as the client
 * chose it or a new one, that nobody may keep the answer for others, and what browsers want to know.
 */
export function setStandingHeaders(
  response: OutgoingResponse,
  { headers }: Pick<IncomingRequest, 'headers'>,
  allowed: AllowedOrigins | undefined,
): void {
  const given = headers['audit-id'];
  response.setHeader('audit-id', typeof given === 'string' && given !== '' ? given : randomUUID());
  response.setHeader('cache-control', 'no-cache, private');
  const { origin } = headers;
  if (origin === undefined || !allowed?.(origin)) return;
  for (const [name, value] of Object.entries(crossOriginHeaders(origin))) response.setHeader(name, value);
}

/** A browser that asks whether it may send what it is about to. It sends no credentials with that. */
export const isPreflight = (
  { method, headers }: Pick<IncomingRequest, 'method' | 'headers'>,
  allowed: AllowedOrigins | undefined,
): boolean => method === 'OPTIONS' && headers.origin !== undefined && (allowed?.(headers.origin) ?? false);
