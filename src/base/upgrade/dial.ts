import { request as requestHttp, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import type { Clock } from '../clock.ts';
import { withDeadline } from '../deadline.ts';
import { readToTheEnd } from './read-to-the-end.ts';

export interface UpgradeTarget {
  /** `http:` or `https:`, path and query included. */
  readonly url: URL;
  readonly tls?: Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'servername' | 'rejectUnauthorized'> | undefined;
}

export interface UpgradeRequest {
  readonly method: string;
  /** All headers but Host, which comes from the target unless given. */
  readonly headers: OutgoingHttpHeaders;
  readonly signal: AbortSignal;
  /** Until the answer's headers are here. Default 30 s. */
  readonly timeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** The caller owns the socket, or the body, from here on. */
export type UpgradeAnswer =
  | { readonly type: 'upgraded'; readonly response: IncomingMessage; readonly socket: Duplex }
  | { readonly type: 'refused'; readonly response: IncomingMessage };

/** Asks a server to change protocols (RFC 9110 section 7.8). Rejects when it cannot be reached or does not answer. */
export async function dialUpgrade(target: UpgradeTarget, request: UpgradeRequest): Promise<UpgradeAnswer> {
  const { method, headers, signal, timeoutMs = 30_000, clock } = request;
  signal.throwIfAborted();
  const send = target.url.protocol === 'https:' ? requestHttps : requestHttp;
  const outgoing = send(target.url, { ...target.tls, method, headers, agent: false });
  const { promise, resolve, reject } = Promise.withResolvers<UpgradeAnswer>();
  outgoing.on('error', reject);
  outgoing.on('response', (response) => resolve({ type: 'refused', response }));
  outgoing.on('upgrade', (response, socket, head) => {
    // Until somebody reads it, a socket that breaks must not end the process; whoever reads it is told.
    socket.on('error', () => {});
    readToTheEnd(socket);
    socket.setKeepAlive(true, 30_000);
    socket.setNoDelay(true);
    if (head.length > 0) socket.unshift(head);
    resolve({ type: 'upgraded', response, socket });
  });
  outgoing.end();
  try {
    return await withDeadline(promise, { timeoutMs, otherwise: 'no answer to the upgrade request in time', signal, clock });
  } catch (error) {
    outgoing.destroy();
    throw error;
  }
}
