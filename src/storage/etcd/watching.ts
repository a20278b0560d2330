import type { Clock } from '../../base/clock.ts';
import { Doorbell } from '../../base/doorbell.ts';
import type { Exchange, GrpcClient } from '../../base/grpc/client.ts';
import { GrpcError } from '../../base/grpc/error.ts';
import { CompactedError, StoreClosedError } from '../errors.ts';
import { revisionOf } from '../mutation.ts';
import type { Change, Mutation, Revision } from '../store.ts';
import { toMutation } from './entry.ts';
import { mayWorkElsewhere, toStoreError } from './failure.ts';
import { everything, keysUnder } from './key-range.ts';
import type { Members } from './members.ts';
import type { WatchRequest, WatchResponse } from './messages.ts';
import { watch } from './methods.ts';

/** Events are given so long to arrive before progress is asked for; then again at intervals, as upstream does. */
const graceMs = 20;
const askEveryMs = 100;
/** A member that lets a watch fall behind for longer is left. */
const stalledMs = 5000;
const pauseMs = 100;
const idleMs = 600_000;

export interface WatchingOptions {
  readonly members: Members;
  readonly trueProgress: boolean;
  readonly clock: Clock;
}

export interface ChangesOptions {
  readonly after: Revision;
  /** What the store had reached when the watch began. */
  readonly from: Revision;
  readonly signal: AbortSignal;
}

/** One watch: how far its reader has been told, and since when it has been waiting for more. */
interface Reader {
  told: Revision;
  waitingSinceMs: number | undefined;
  readonly bell: Doorbell;
}

interface UrgeOptions {
  readonly reader: Reader;
  readonly signal: AbortSignal;
  readonly stalled: () => void;
}

/**
 * All watches of a store. Each has a stream of its own, and begins anew at another member, where it ended, when that is
 * lost: nothing is told twice, and nothing left out.
 *
 * Where members tell progress truly, they are asked how far a watch has come that should have heard of more. Where they do
 * not, a watch hears of every key, so that each revision is told by an event.
 */
export class Watching {
  readonly #members: Members;
  readonly #trueProgress: boolean;
  readonly #clock: Clock;
  readonly #readers = new Set<Reader>();
  /** The highest revision that any answer has told. */
  #known: Revision = 0;

  constructor({ members, trueProgress, clock }: WatchingOptions) {
    this.#members = members;
    this.#trueProgress = trueProgress;
    this.#clock = clock;
  }

  /** Every watch is to come so far soon. */
  know(revision: Revision): void {
    if (revision <= this.#known) return;
    this.#known = revision;
    for (const { bell } of this.#readers) bell.ring();
  }

  async *changes(prefix: string, { after, from, signal }: ChangesOptions): AsyncGenerator<readonly Change[]> {
    // There is no event of the first revision.
    const reader: Reader = { told: Math.max(after, 1), waitingSinceMs: undefined, bell: new Doorbell({ clock: this.#clock }) };
    this.#readers.add(reader);
    try {
      if (from === reader.told) yield [{ type: 'progress', revision: from }];
      while (!signal.aborted) {
        const client = this.#members.current;
        try {
          yield* this.#stream(client, prefix, { reader, signal });
        } catch (error) {
          if (this.#members.closed.aborted) throw new StoreClosedError();
          if (!mayWorkElsewhere(error)) throw toStoreError(error);
        }
        if (this.#members.closed.aborted) throw new StoreClosedError();
        this.#members.leave(client);
        await this.#clock.sleep(pauseMs, signal);
      }
    } finally {
      this.#readers.delete(reader);
    }
  }

  async *#stream(
    client: GrpcClient,
    prefix: string,
    { reader, signal }: { reader: Reader; signal: AbortSignal },
  ): AsyncGenerator<readonly Change[]> {
    const ended = new AbortController();
    // A reader that has stopped taking what it is told does not keep any of this alive.
    const open = AbortSignal.any([signal, ended.signal, this.#members.closed]);
    const exchange = this.#open(client, open);
    const scope = this.#trueProgress ? keysUnder(prefix) : everything;
    exchange.send({ create: { ...scope, startRevision: reader.told + 1, previous: true } });
    const urging = this.#urge(exchange, { reader, signal: open, stalled: () => ended.abort() });
    try {
      reader.waitingSinceMs = this.#clock.now();
      for await (const response of exchange.responses) {
        reader.waitingSinceMs = undefined;
        const batch = this.#told(response, { prefix, reader });
        if (batch.length > 0) yield batch;
        reader.waitingSinceMs = this.#clock.now();
      }
    } finally {
      reader.waitingSinceMs = undefined;
      ended.abort();
      await urging;
    }
  }

  #open(client: GrpcClient, signal: AbortSignal): Exchange<WatchRequest, WatchResponse> {
    // Of a member that has lost its leader nothing would be heard.
    return client.exchange(watch, { signal, metadata: { hasleader: 'true' } });
  }

  /** What a response tells that is news. */
  #told(
    { created, cancelled, cancelReason, compactRevision, header, events }: WatchResponse,
    { prefix, reader }: { prefix: string; reader: Reader },
  ): readonly Change[] {
    if (compactRevision > 0) throw new CompactedError(compactRevision);
    if (cancelled) throw watchEnded(cancelReason);
    if (created) return [];
    const changes: Change[] = [];
    for (const event of events) {
      if (event.entry.modRevision <= reader.told || !event.entry.key.startsWith(prefix)) continue;
      const mutation: Mutation | undefined = toMutation(event);
      if (!mutation) throw new CompactedError(event.entry.modRevision);
      changes.push(mutation);
    }
    const last = changes.at(-1) as Mutation | undefined; // so far there are only mutations
    // An answer without events is progress, which counts where it is true.
    const reached = events.at(-1)?.entry.modRevision ?? (this.#trueProgress ? header.revision : 0);
    if (reached > reader.told) {
      reader.told = reached;
      this.know(reached);
      if (!last || revisionOf(last) < reached) changes.push({ type: 'progress', revision: reached });
    }
    return changes;
  }

  /** Asks for progress, and ends a stream that makes none, while its reader is behind. */
  async #urge(exchange: Exchange<WatchRequest, WatchResponse>, { reader, signal, stalled }: UrgeOptions): Promise<void> {
    while (!signal.aborted) {
      if (reader.told >= this.#known) {
        await reader.bell.wait(idleMs, signal);
        await this.#clock.sleep(graceMs, signal);
      } else {
        const now = this.#clock.now();
        if (reader.waitingSinceMs !== undefined && now - reader.waitingSinceMs > stalledMs) stalled();
        else if (this.#trueProgress) exchange.send({ progress: {} });
        await this.#clock.sleep(askEveryMs, signal);
      }
    }
  }
}

/** A member that has lost its leader sends its readers elsewhere. */
const watchEnded = (reason: string): GrpcError =>
  new GrpcError(`a watch was ended: ${reason || 'for no reason'}`, {
    code: reason.includes('permission denied') ? 'PermissionDenied' : 'Unavailable',
    method: watch.path,
  });
