import type { ClientHttp2Session } from 'node:http2';
import { withDeadline } from '../../base/deadline.ts';
import type { Clock } from '../../base/clock.ts';

/** As upstream's client: ask a silent connection whether it still lives, and give it up if not. */
const silenceMs = 30_000;
const answerMs = 15_000;

/** Ends a session whose other side has gone without saying so; a watch would otherwise wait for it for ever. */
export function keepAlive(session: ClientHttp2Session, clock: Clock): void {
  const ended = new AbortController();
  session.once('close', () => ended.abort());
  void watchOver(session, clock, ended.signal);
}

async function watchOver(session: ClientHttp2Session, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !session.destroyed) {
    await clock.sleep(silenceMs, signal);
    if (signal.aborted || session.destroyed) return;
    try {
      await withDeadline(ping(session), { timeoutMs: answerMs, otherwise: 'the server does not answer pings', signal, clock });
    } catch (error) {
      if (!signal.aborted) session.destroy(error instanceof Error ? error : undefined);
      return;
    }
  }
}

function ping(session: ClientHttp2Session): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const sent = session.ping((error) => (error ? reject(error) : resolve()));
  if (!sent) reject(new Error('the session takes no more pings'));
  return promise;
}
