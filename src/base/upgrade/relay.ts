import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import { forwardAnswer, forwardSwitch } from './answer.ts';
import { dialUpgrade, type UpgradeAnswer, type UpgradeTarget } from './dial.ts';
import { join, type JoinEnd } from './join.ts';

export interface RelayOptions {
  readonly request: IncomingMessage;
  /** The client's connection, as the `upgrade` event of an HTTP server gives it. */
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly target: UpgradeTarget;
  /** What the target gets to see, such as upgradeHeaders(request). */
  readonly headers: OutgoingHttpHeaders;
  readonly signal: AbortSignal;
  readonly idleMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

export type RelayOutcome =
  | { readonly type: 'joined'; readonly end: JoinEnd }
  /** The target did not upgrade, and the client got its answer. */
  | { readonly type: 'refused'; readonly status: number }
  /** Nothing has been written to the socket: the caller answers, and closes it. */
  | { readonly type: 'unreachable'; readonly error: unknown };

/** Passes an upgrade request on, and all bytes after it, whatever the protocol. Closes the socket unless it says otherwise. */
export async function relayUpgrade(options: RelayOptions): Promise<RelayOutcome> {
  const { request, socket, head, target, headers, signal, idleMs, clock } = options;
  // It breaks when the client leaves in the middle of dialling.
  socket.on('error', () => {});
  if (socket instanceof Socket) socket.setKeepAlive(true, 30_000);
  let dialled: UpgradeAnswer;
  try {
    dialled = await dialUpgrade(target, { method: request.method ?? 'GET', headers, signal, clock });
  } catch (error) {
    return { type: 'unreachable', error };
  }
  if (dialled.type === 'refused') {
    const status = dialled.response.statusCode ?? 502;
    // A redirect or a page is no answer to an upgrade, and following it is not the client's choice to make.
    if (status < 400) {
      dialled.response.destroy();
      return { type: 'unreachable', error: new Error(`invalid upgrade response: status code ${status}`) };
    }
    await forwardAnswer(dialled.response, socket, clock);
    return { type: 'refused', status };
  }
  if (head.length > 0) socket.unshift(head);
  forwardSwitch(dialled.response, socket);
  return { type: 'joined', end: await join(socket, dialled.socket, { signal, idleMs, clock }) };
}
