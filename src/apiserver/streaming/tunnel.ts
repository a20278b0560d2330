import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { answer, forwardAnswer } from '../../base/upgrade/answer.ts';
import { dialUpgrade, type UpgradeAnswer, type UpgradeTarget } from '../../base/upgrade/dial.ts';
import { join } from '../../base/upgrade/join.ts';
import { answerStatus, unreachable } from './failure.ts';
import { tunnelledProtocols, tunnelOf } from './requested-protocol.ts';
import { acceptWebSocket, webSocketBytes } from './web-socket.ts';

export interface TunnelOptions {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly target: UpgradeTarget;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly clock?: Clock | undefined;
}

/**
 * Serves port-forward to a client that speaks SPDY inside a WebSocket: the payload of its messages is what the kubelet
 * gets, and the other way round. The kubelet is asked first, so that its refusal is the answer to the client's request.
 */
export async function tunnel(options: TunnelOptions): Promise<void> {
  const { request, socket, head, target, signal, log, clock } = options;
  const headers = { connection: 'Upgrade', upgrade: 'SPDY/3.1', 'x-stream-protocol-version': tunnelledProtocols(request.headers) };
  let dialled: UpgradeAnswer;
  try {
    dialled = await dialUpgrade(target, { method: 'POST', headers, signal, clock });
  } catch (error) {
    if (!signal.aborted) log.warn({ err: error, host: target.url.host }, 'port-forward could not reach the node');
    return await answerStatus(socket, unreachable(error), clock);
  }
  const { response } = dialled;
  if (dialled.type === 'refused') return await forwardAnswer(response, socket, clock);
  try {
    if (response.headers.upgrade?.toLowerCase() !== 'spdy/3.1') {
      return await answer(socket, { status: 500, body: 'unable to upgrade: missing upgrade headers in response' }, clock);
    }
    const protocol = response.headers['x-stream-protocol-version'];
    const webSocket = await acceptWebSocket(request, socket, head, typeof protocol === 'string' ? tunnelOf(protocol) : undefined);
    if (!webSocket) return;
    const end = await join(webSocketBytes(webSocket, clock), dialled.socket, { signal, clock });
    log.debug({ end }, 'port-forward ended');
  } finally {
    dialled.socket.destroy();
  }
}
