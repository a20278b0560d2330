import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { UpgradeTarget } from '../../base/upgrade/dial.ts';
import { relayUpgrade } from '../../base/upgrade/relay.ts';
import { badRequest } from '../../model/errors.ts';
import { answerStatus, unreachable } from './failure.ts';
import { forwardedHeaders } from './forwarded-headers.ts';
import { handlingOf, type StreamingKind } from './requested-protocol.ts';
import { translate } from './translate.ts';
import { tunnel } from './tunnel.ts';

export interface ServeUpgradeOptions {
  readonly request: IncomingMessage;
  /** As the `upgrade` event of the HTTP server gives them. */
  readonly socket: Duplex;
  readonly head: Buffer;
  /** For exec and attach the kubelet's URL with input, output, error and tty as query parameters. */
  readonly target: UpgradeTarget;
  readonly kind: StreamingKind;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly clock?: Clock | undefined;
}

/**
 * Serves a request that has passed authorization and that asks for another protocol, until both ends are done with it.
 * Resolves then, with the socket destroyed and whatever went wrong told to the client.
 */
export async function serveUpgrade(options: ServeUpgradeOptions): Promise<void> {
  const { request, socket, kind, signal, log, clock } = options;
  // It may break at any time; whoever reads or writes it is told.
  socket.on('error', () => {});
  const destroy = () => socket.destroy();
  signal.addEventListener('abort', destroy, { once: true });
  try {
    if (signal.aborted) return;
    switch (handlingOf(kind, request.headers)) {
      case 'translate':
        return await translate(options);
      case 'tunnel':
        return await tunnel(options);
      case 'relay':
        return await relay(options);
      case 'refuse':
        return await answerStatus(socket, badRequest('Upgrade request required').status, clock);
    }
  } catch (error) {
    log.error({ err: error, kind }, 'upgraded connection broke');
  } finally {
    signal.removeEventListener('abort', destroy);
    destroy();
  }
}

async function relay(options: ServeUpgradeOptions): Promise<void> {
  const { request, socket, target, kind, signal, log, clock } = options;
  const outcome = await relayUpgrade({ ...options, headers: forwardedHeaders(kind, request) });
  if (outcome.type !== 'unreachable') return log.debug({ kind, outcome }, 'upgraded connection ended');
  if (!signal.aborted) log.warn({ err: outcome.error, kind, host: target.url.host }, 'upgraded connection could not be opened');
  await answerStatus(socket, unreachable(outcome.error), clock);
}
