import type { Readable } from 'node:stream';
import type { ApiRequest, ResponseBody } from '../../model/request.ts';
import { ConnectionError, type HttpResponse } from './exchange.ts';
import { watchEvents } from './watch-stream.ts';

/** Larger than any list; what goes beyond is not meant to be held in memory. */
const limitBytes = 1024 * 1024 * 1024;

export async function readBody(
  { code, headers, body }: HttpResponse,
  { request, streams }: { request: ApiRequest; streams: boolean },
): Promise<ResponseBody> {
  const contentType = String(headers['content-type'] ?? '');
  if (streams && code < 400) {
    const chunks = untilAborted(body, request.signal);
    return request.query.has('watch') ? { type: 'watch', events: watchEvents(chunks) } : { type: 'bytes', contentType, bytes: chunks };
  }
  const bytes = await readAll(body, request.signal);
  if (!contentType.startsWith('application/json')) return { type: 'bytes', contentType, bytes };
  return { type: 'object', value: { object: JSON.parse(bytes.toString('utf8')) } };
}

async function readAll(body: Readable, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limitBytes) throw new RangeError('the answer is too large');
    }
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw new ConnectionError('the answer broke off', { cause, wasSent: true });
  }
  return Buffer.concat(chunks, size);
}

/** Ends without an error when the signal aborts, which is how whoever reads says that it is enough. */
async function* untilAborted(body: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const end = () => body.destroy();
  signal.addEventListener('abort', end, { once: true });
  try {
    yield* body;
  } catch (cause) {
    if (!signal.aborted) throw new ConnectionError('the stream broke off', { cause, wasSent: true });
  } finally {
    signal.removeEventListener('abort', end);
    body.destroy();
  }
}
