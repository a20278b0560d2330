import type { Duplex } from 'node:stream';
import { systemClock, type Clock } from '../clock.ts';
import { withDeadline } from '../deadline.ts';
import { goAwayStatus, maxStreamId, resetStatus, type Frame } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import type { SpdyHeaders } from './header-block.ts';
import { Outbox } from './outbox.ts';
import { SpdyConnectionLostError, SpdyProtocolError } from './protocol-error.ts';
import { OpenStream, type SpdyStream, type StreamOwner } from './stream.ts';

export interface SpdyConnectionOptions {
  readonly role: 'client' | 'server';
  /** Gets each stream the peer opens; false refuses it. Without it all are refused. */
  readonly accept?: ((stream: SpdyStream) => boolean) | undefined;
  /** How many streams may be open when the peer opens one more. Default 1024. */
  readonly maxStreams?: number | undefined;
  /** How long a peer may take to answer a new stream or a ping. Default 30 s, as upstream's clients. */
  readonly answerTimeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** Beyond this much unread by the peer, it is having us answer faster than it reads: pings, or streams to refuse. */
const maxBacklogBytes = 4 * 1024 * 1024;
const goodbyeTimeoutMs = 1000;

/**
 * SPDY/3.1 over any transport, as moby/spdystream speaks it, which is what kubelets, container runtimes and clients use:
 * there is no flow control but that of the transport. A reset by the peer ends reading after what had arrived, and
 * swallows what is written; a lost connection fails every stream that had not ended.
 */
export class SpdyConnection {
  /** Resolves once the transport is closed and every stream has ended or failed. */
  readonly closed: Promise<void>;
  readonly #transport: Duplex;
  readonly #options: SpdyConnectionOptions;
  readonly #reader = new FrameReader();
  readonly #owner: StreamOwner;
  readonly #streams = new Map<number, OpenStream>();
  /** Streams that must be read before more is taken from the transport. */
  readonly #full = new Set<number>();
  readonly #pings = new Map<number, () => void>();
  #nextStreamId: number;
  #nextPingId: number;
  #lastIncomingId = 0;
  #goneAway = false;
  #failure: unknown;

  constructor(transport: Duplex, options: SpdyConnectionOptions) {
    this.#transport = transport;
    this.#options = options;
    this.#nextStreamId = options.role === 'client' ? 1 : 2;
    this.#nextPingId = this.#nextStreamId;
    this.#owner = {
      outbox: new Outbox(transport),
      full: (streamId, isFull) => this.#setFull(streamId, isFull),
      forget: (streamId) => this.#forget(streamId),
    };
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    transport.on('error', (error) => (this.#failure ??= error));
    transport.on('end', () => transport.destroy());
    transport.on('close', () => {
      this.#lost();
      resolve();
    });
    transport.on('data', (chunk: Buffer) => this.#receive(chunk));
    if (transport.closed) resolve();
  }

  /** Resolves when the peer has taken the stream. */
  async open(headers: SpdyHeaders, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<SpdyStream> {
    signal?.throwIfAborted();
    const streamId = this.#nextStreamId;
    if (this.#goneAway || !this.#transport.writable || streamId > maxStreamId) throw new SpdyConnectionLostError(this.#failure);
    this.#nextStreamId += 2;
    const { stream, taken } = this.#add(streamId, headers);
    this.#owner.outbox.sendControl({
      type: 'syn-stream',
      streamId,
      associatedStreamId: 0,
      priority: 0,
      headers,
      fin: false,
      unidirectional: false,
    });
    try {
      await this.#inTime(taken, 'peer did not answer a new stream in time', signal);
      return stream;
    } catch (error) {
      stream.destroy();
      throw error;
    }
  }

  /** Resolves when the peer has answered. */
  async ping({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    if (!this.#transport.writable) throw new SpdyConnectionLostError(this.#failure);
    const id = this.#nextPingId;
    this.#nextPingId = id + 2 > maxStreamId ? 2 - (id % 2) : id + 2;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#pings.set(id, () => resolve(true));
    try {
      this.#owner.outbox.sendControl({ type: 'ping', id });
      const answered = Promise.race([promise, this.closed.then(() => false)]);
      if (!(await this.#inTime(answered, 'peer did not answer a ping in time', signal))) {
        throw new SpdyConnectionLostError(this.#failure);
      }
    } finally {
      this.#pings.delete(id);
    }
  }

  /** Resets what is open, says goodbye, and closes the transport once that is out, at the latest in a second. */
  async close(): Promise<void> {
    for (const { stream } of this.#streams.values()) stream.destroy();
    this.#sayGoodbye(goAwayStatus.ok);
    this.#goneAway = true;
    if (this.#transport.writable) this.#transport.end(() => this.#transport.destroy());
    else this.#transport.destroy();
    const { clock = systemClock } = this.#options;
    const closed = new AbortController();
    await Promise.race([this.closed, clock.sleep(goodbyeTimeoutMs, closed.signal)]);
    closed.abort();
    this.destroy();
    await this.closed;
  }

  /** Ends everything at once. */
  destroy(error?: Error): void {
    this.#failure ??= error;
    this.#transport.destroy();
  }

  #inTime<T>(answer: Promise<T>, otherwise: string, signal: AbortSignal | undefined): Promise<T> {
    const { answerTimeoutMs: timeoutMs = 30_000, clock } = this.#options;
    return withDeadline(answer, { timeoutMs, otherwise, signal, clock });
  }

  #receive(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.read(chunk)) this.#handle(frame);
      if (this.#owner.outbox.backlogBytes > maxBacklogBytes) throw new SpdyProtocolError('peer does not read what it asks for');
    } catch (error) {
      if (!(error instanceof SpdyProtocolError)) throw error;
      this.#failure ??= error;
      this.#sayGoodbye(goAwayStatus.protocolError);
      this.#transport.destroy();
    }
  }

  #handle(frame: Frame): void {
    switch (frame.type) {
      case 'syn-stream':
        return this.#opened(frame);
      case 'syn-reply':
        this.#streams.get(frame.streamId)?.wasReplied();
        break;
      case 'data':
        this.#streams.get(frame.streamId)?.receive(frame.data);
        break;
      case 'rst-stream':
        return this.#streams.get(frame.streamId)?.wasReset();
      case 'ping':
        if (frame.id % 2 === this.#nextPingId % 2) this.#pings.get(frame.id)?.();
        else this.#owner.outbox.sendControl(frame);
        return;
      case 'go-away':
        this.#goneAway = true;
        return this.#endWhenIdle();
      case 'headers':
        break;
      case 'settings':
      case 'window-update':
        return;
      default:
        return frame satisfies never;
    }
    if (frame.fin) this.#streams.get(frame.streamId)?.wasFinished();
  }

  #opened({ streamId, headers, fin, unidirectional }: Extract<Frame, { type: 'syn-stream' }>): void {
    const { accept, maxStreams = 1024 } = this.#options;
    const isOurs = streamId % 2 === this.#nextStreamId % 2;
    if (isOurs || streamId <= this.#lastIncomingId) {
      this.#owner.outbox.sendControl({ type: 'rst-stream', streamId, status: resetStatus.protocolError });
      return;
    }
    this.#lastIncomingId = streamId;
    const canTake = accept !== undefined && !this.#goneAway && this.#streams.size < maxStreams;
    const open = this.#add(streamId, headers);
    if (fin) open.wasFinished();
    if (!canTake || !accept(open.stream)) return open.refuse();
    open.reply();
    if (unidirectional) open.stream.end();
  }

  #add(streamId: number, headers: SpdyHeaders): OpenStream {
    const open = new OpenStream(streamId, headers, this.#owner);
    this.#streams.set(streamId, open);
    return open;
  }

  #setFull(streamId: number, isFull: boolean): void {
    if (isFull) {
      this.#full.add(streamId);
      this.#transport.pause();
    } else if (this.#full.delete(streamId) && this.#full.size === 0) {
      this.#transport.resume();
    }
  }

  #forget(streamId: number): void {
    this.#streams.delete(streamId);
    this.#setFull(streamId, false);
    this.#endWhenIdle();
  }

  #endWhenIdle(): void {
    if (this.#goneAway && this.#streams.size === 0) this.#transport.end(() => this.#transport.destroy());
  }

  #sayGoodbye(status: number): void {
    this.#owner.outbox.sendControl({ type: 'go-away', lastStreamId: this.#lastIncomingId, status });
  }

  #lost(): void {
    for (const open of this.#streams.values()) open.wasLost(this.#failure);
    this.#owner.outbox.fail(new SpdyConnectionLostError(this.#failure));
  }
}
