import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import { systemClock, type Clock } from '../clock.ts';
import { untilIdle } from './idle.ts';

export interface JoinOptions {
  readonly signal: AbortSignal;
  /** Both are closed after this long without a byte. Default 4 h, as kubelets and container runtimes do. */
  readonly idleMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

export type JoinEnd = { readonly by: 'peer' | 'idle' | 'abort' } | { readonly by: 'failure'; readonly error: unknown };

export const streamIdleMs = 4 * 60 * 60 * 1000;
const probeEveryMs = 30_000;
/** How long a side may take to end after it was told to. */
const lingerMs = 30_000;

/**
 * Carries bytes both ways until one side ends or breaks. What it had said by then is passed on, and the other side is given
 * time to end too; then both are destroyed.
 */
export async function join(one: Duplex, other: Duplex, options: JoinOptions): Promise<JoinEnd> {
  const { signal, idleMs = streamIdleMs, clock = systemClock } = options;
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  let bytes = 0;
  for (const side of [one, other]) side.on('data', (chunk: Buffer) => (bytes += chunk.length));
  const quiet = async (): Promise<JoinEnd> => {
    await untilIdle(() => bytes, { idleMs, signal: ended, clock });
    return { by: signal.aborted ? 'abort' : 'idle' };
  };
  void probe([one, other], ended, clock);
  try {
    return await Promise.race([quiet(), carry(one, other, { signal: ended, clock }), carry(other, one, { signal: ended, clock })]);
  } finally {
    over.abort();
    one.destroy();
    other.destroy();
  }
}

/**
 * Resolves when a side has ended or broken and all that it had said is with the other. Not by `pipeline`, which destroys
 * both sides as soon as one of them is closed, whatever still waits to be passed on.
 */
async function carry(from: Duplex, to: Duplex, options: LingerOptions): Promise<JoinEnd> {
  from.pipe(to, { end: false });
  const end = await finished(from, { writable: false }).then(
    (): JoinEnd => ({ by: 'peer' }),
    (error: unknown): JoinEnd => ({ by: 'failure', error }),
  );
  if (to.destroyed) return end;
  to.end();
  const passedOn = finished(to, { readable: false }).catch(() => {});
  await (end.by === 'peer' ? passedOn : linger(passedOn, options));
  // Closing a connection with something in it that nobody has read resets it, and a reset overtakes what the kernel still
  // has to deliver.
  to.resume();
  const toEnded = finished(to, { writable: false }).catch(() => {});
  await linger(toEnded, options);
  return end;
}

interface LingerOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

async function linger(until: Promise<void>, { signal, clock }: LingerOptions): Promise<void> {
  const done = new AbortController();
  void until.then(() => done.abort());
  await clock.sleep(lingerMs, AbortSignal.any([signal, done.signal]));
}

/**
 * A socket that waits for room on the other side is not read, and so does not learn that its peer has gone. Writing nothing
 * to it tells: an error that the kernel has noted fails even that.
 */
async function probe(sockets: readonly Duplex[], signal: AbortSignal, clock: Clock): Promise<void> {
  for (;;) {
    await clock.sleep(probeEveryMs, signal);
    if (signal.aborted) return;
    for (const socket of sockets) if (socket.writable && !socket.writableNeedDrain) socket.write(Buffer.alloc(0));
  }
}
