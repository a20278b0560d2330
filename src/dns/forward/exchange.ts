import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { unpredictableBelow } from '../../base/unpredictable.ts';
import { readUpstreamResponse, type UpstreamResponse } from '../message/upstream-response.ts';
import { FrameReader, frame } from '../message/frames.ts';
import type { UpstreamAddress } from './upstream-address.ts';

export interface Exchange {
  readonly upstream: UpstreamAddress;
  /** As the client sent it, or made here; its number is replaced. */
  readonly message: Buffer;
  readonly question: Buffer;
  readonly signal: AbortSignal;
}

/**
 * Asks by UDP. Each question has a socket, and so a port, of its own, and a number nobody can guess, so that nobody else
 * can answer it. RFC 5452. Rejects when the server cannot be reached or the signal aborts.
 */
export function exchangeByUdp({ upstream, message, question, signal }: Exchange): Promise<UpstreamResponse> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const id = unpredictableBelow(0x1_0000);
    const socket = createSocket(isIPv6(upstream.address) ? 'udp6' : 'udp4');
    let isOver = false;
    const abort = () => finish(() => reject(signal.reason));
    const finish = (settle: () => void) => {
      if (isOver) return;
      isOver = true;
      signal.removeEventListener('abort', abort);
      socket.close();
      settle();
    };
    signal.addEventListener('abort', abort, { once: true });
    const fail = (error: Error) => finish(() => reject(error));
    socket.on('error', fail);
    socket.on('message', (bytes) => {
      const response = readUpstreamResponse(bytes, { id, question });
      // Anything else is not for us, and the answer may still come.
      if (response) finish(() => resolve(response));
    });
    // Where there is no way to the server, the call fails.
    const connected = (error?: Error) => {
      if (error) fail(error);
      else if (!isOver) socket.send(withId(message, id), (sendError) => sendError && fail(sendError));
    };
    socket.connect(upstream.port, upstream.address, connected);
  });
}

export function exchangeByTcp({ upstream, message, question, signal }: Exchange): Promise<UpstreamResponse> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const id = unpredictableBelow(0x1_0000);
    const socket = connect(upstream.port, upstream.address);
    const abort = () => finish(() => reject(signal.reason));
    const finish = (settle: () => void) => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      settle();
    };
    signal.addEventListener('abort', abort, { once: true });
    const reader = new FrameReader();
    socket.on('error', (error) => finish(() => reject(error)));
    socket.on('end', () => finish(() => reject(new Error('the DNS server ended the connection without an answer'))));
    socket.on('data', (data) => {
      for (const bytes of reader.read(typeof data === 'string' ? Buffer.from(data) : data)) {
        const response = readUpstreamResponse(bytes, { id, question });
        if (response) return finish(() => resolve(response));
      }
    });
    socket.write(frame(withId(message, id)));
  });
}

function withId(message: Buffer, id: number): Buffer {
  const copy = Buffer.from(message);
  copy.writeUInt16BE(id, 0);
  return copy;
}
