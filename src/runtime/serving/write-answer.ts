import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Answer } from './answer.ts';

/** Sends an answer; the parts of one that comes in parts, as they come. Rejects when it cannot be sent to its end. */
export async function writeAnswer(
  response: ServerResponse,
  { status, contentType, headers, body }: Answer,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(status, {
    'Content-Type': contentType ?? 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
    ...((typeof body === 'string' || body instanceof Uint8Array) && { 'Content-Length': Buffer.byteLength(body) }),
  });
  if (typeof body === 'string' || body instanceof Uint8Array) {
    response.end(body);
    return;
  }
  // Whoever follows a log is to know that it has begun, even when it is silent.
  response.flushHeaders();
  await pipeline(Readable.from(body, { objectMode: false }), response, { signal });
}
