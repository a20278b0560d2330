import { Duplex } from 'node:stream';
import { resetStatus } from './frame.ts';
import type { SpdyHeaders } from './header-block.ts';
import type { Outbox } from './outbox.ts';
import { SpdyConnectionLostError, SpdyStreamRefusedError } from './protocol-error.ts';

/**
 * One of the streams of a connection. Ending it tells the peer that no more will come (FLAG_FIN), destroying it resets
 * it. It must be read to its end, resumed or destroyed: what nobody reads holds up the other streams, since peers built
 * on moby/spdystream neither send nor heed WINDOW_UPDATE.
 */
export type SpdyStream = Duplex & { readonly streamId: number; readonly headers: SpdyHeaders };

export interface StreamOwner {
  readonly outbox: Outbox;
  /** Told when the stream holds as much as it should, and when there is room again. */
  full(streamId: number, isFull: boolean): void;
  forget(streamId: number): void;
}

const readBufferBytes = 256 * 1024;
const writeBufferBytes = 64 * 1024;

/** The state of a stream: between the Duplex its user holds and the frames of the connection. */
export class OpenStream {
  readonly stream: SpdyStream;
  readonly #streamId: number;
  readonly #owner: StreamOwner;
  readonly #taken = Promise.withResolvers<void>();
  #isReplied = false;
  #finSent = false;
  #finReceived = false;
  #isReset = false;

  constructor(streamId: number, headers: SpdyHeaders, owner: StreamOwner) {
    this.#streamId = streamId;
    this.#owner = owner;
    this.#taken.promise.catch(() => {});
    const duplex = new Duplex({
      readableHighWaterMark: readBufferBytes,
      writableHighWaterMark: writeBufferBytes,
      // Or a loop over what the peer says would, at its end, reset what we still have to say.
      autoDestroy: false,
      read: () => owner.full(streamId, false),
      write: (data: Buffer, _encoding, done) => this.#send(data, done),
      final: (done) => this.#finish(done),
      destroy: (error, done) => {
        this.#destroyed();
        done(error);
      },
    });
    // A lost connection fails all its streams at once. Whoever reads or writes one is told by that; a stream nobody
    // happens to watch just then must not end the process.
    duplex.on('error', () => {});
    for (const event of ['end', 'finish']) {
      duplex.on(event, () => {
        if (duplex.readableEnded && duplex.writableFinished) duplex.destroy();
      });
    }
    this.stream = Object.assign(duplex, { streamId, headers });
  }

  /** Settles when the peer has taken or refused the stream we opened. */
  get taken(): Promise<void> {
    return this.#taken.promise;
  }

  /** Tells the peer that its stream is taken. Data before that would be thrown away there. */
  reply(): void {
    if (this.#isReplied || this.#isReset) return;
    this.#isReplied = true;
    this.#owner.outbox.sendControl({ type: 'syn-reply', streamId: this.#streamId, headers: new Map(), fin: false });
  }

  refuse(): void {
    this.#reset(resetStatus.refusedStream);
    this.stream.destroy();
  }

  wasReplied(): void {
    this.#isReplied = true;
    this.#taken.resolve();
  }

  receive(data: Buffer): void {
    if (this.#finReceived || this.#isReset || data.length === 0) return;
    if (!this.stream.push(data)) this.#owner.full(this.#streamId, true);
  }

  wasFinished(): void {
    if (this.#finReceived || this.#isReset) return;
    this.#finReceived = true;
    // Nobody asks an ended stream for more, which is how the others would learn that it has room again.
    this.#owner.full(this.#streamId, false);
    this.stream.push(null);
  }

  wasReset(): void {
    this.wasFinished();
    this.#isReset = true;
    this.#taken.reject(new SpdyStreamRefusedError('peer refused the stream'));
    this.#owner.outbox.drop(this.#streamId);
    if (this.stream.readableEnded) this.stream.destroy();
    else this.stream.once('end', () => this.stream.destroy());
  }

  wasLost(cause: unknown): void {
    const lost = new SpdyConnectionLostError(cause);
    this.#taken.reject(lost);
    const cut = !this.#finReceived;
    this.#isReset = true;
    if (cut) this.stream.destroy(lost);
  }

  #send(data: Buffer, done: (error?: Error) => void): void {
    if (this.#isReset) return done();
    this.reply();
    this.#owner.outbox.sendData(this.#streamId, data, done);
  }

  #finish(done: () => void): void {
    this.#finSent = true;
    if (!this.#isReset) {
      this.reply();
      this.#owner.outbox.sendFin(this.#streamId);
    }
    done();
  }

  #destroyed(): void {
    if (!(this.#finSent && this.#finReceived)) this.#reset(resetStatus.cancel);
    this.#owner.forget(this.#streamId);
  }

  #reset(status: number): void {
    if (this.#isReset) return;
    this.#isReset = true;
    this.#owner.outbox.drop(this.#streamId);
    this.#owner.outbox.sendControl({ type: 'rst-stream', streamId: this.#streamId, status });
  }
}
