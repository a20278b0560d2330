import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
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

/** Carries bytes both ways until one side ends, and what it said has been passed on; then both are destroyed. */
export async function join(one: Duplex, other: Duplex, options: JoinOptions): Promise<JoinEnd> {
  const { signal, idleMs = streamIdleMs, clock = systemClock } = options;
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  let bytes = 0;
  const carry = async (from: Duplex, to: Duplex): Promise<JoinEnd> => {
    try {
      const carried = pipeline(from, to);
      from.on('data', (chunk: Buffer) => (bytes += chunk.length));
      await carried;
      return { by: 'peer' };
    } catch (error) {
      return { by: 'failure', error };
    }
  };
  const quiet = async (): Promise<JoinEnd> => {
    await untilIdle(() => bytes, { idleMs, signal: ended, clock });
    return { by: signal.aborted ? 'abort' : 'idle' };
  };
  void probe([one, other], ended, clock);
  try {
    return await Promise.race([quiet(), carry(one, other), carry(other, one)]);
  } finally {
    over.abort();
    one.destroy();
    other.destroy();
  }
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
