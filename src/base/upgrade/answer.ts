import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../clock.ts';
import { withDeadline } from '../deadline.ts';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A client gets this long to take an answer, then its connection is cut. */
const answerTimeoutMs = 10_000;

/** Answers an upgrade request in plain HTTP and closes the connection. */
export async function answer(socket: Duplex, { status, headers = {}, body = '' }: Answer, clock?: Clock): Promise<void> {
  const content = Buffer.from(body);
  const fields = { ...headers, 'Content-Length': String(content.length), Connection: 'close' };
  const head = headOf(status, STATUS_CODES[status] ?? '', Object.entries(fields).flat());
  const { promise: flushed, resolve } = Promise.withResolvers<void>();
  socket.once('close', resolve);
  socket.end(Buffer.concat([head, content]), resolve);
  await closeAfter(flushed, socket, clock);
}

/** Answers an upgrade request with what another server answered, and closes the connection. */
export async function forwardAnswer(response: IncomingMessage, socket: Duplex, clock?: Clock): Promise<void> {
  const { statusCode = 502, statusMessage = '', rawHeaders } = response;
  socket.write(headOf(statusCode, statusMessage, [...endToEnd(rawHeaders), 'Connection', 'close']));
  try {
    await closeAfter(pipeline(response, socket), socket, clock);
  } finally {
    response.destroy();
  }
}

/** Passes on that the other server has changed protocols. */
export function forwardSwitch(response: IncomingMessage, socket: Duplex): void {
  socket.write(headOf(101, response.statusMessage ?? '', response.rawHeaders));
}

async function closeAfter(flushed: Promise<void>, socket: Duplex, clock: Clock | undefined): Promise<void> {
  try {
    await withDeadline(flushed, { timeoutMs: answerTimeoutMs, otherwise: 'client did not take the answer in time', clock });
  } catch {
    // Whoever asked is gone or does not read: there is nobody to tell.
  } finally {
    socket.destroy();
  }
}

const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'trailer', 'upgrade']);

/** What is about the message rather than the connection it came on (RFC 9110 section 7.6.1). */
function endToEnd(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => !hopByHop.has((rawHeaders[index - (index % 2)] ?? '').toLowerCase()));
}

function headOf(status: number, message: string, rawHeaders: readonly string[]): Buffer {
  let head = `HTTP/1.1 ${status} ${message}\r\n`;
  for (let index = 0; index < rawHeaders.length; index += 2) head += `${rawHeaders[index]}: ${rawHeaders[index + 1]}\r\n`;
  return Buffer.from(`${head}\r\n`, 'latin1');
}
