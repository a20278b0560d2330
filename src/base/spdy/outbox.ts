import type { Duplex } from 'node:stream';
import type { Frame } from './frame.ts';
import { dataHeader, FrameWriter } from './frame-writer.ts';

interface Parcel {
  readonly streamId: number;
  readonly data: Buffer;
  readonly done: (error?: Error) => void;
}

/** Small enough that streams take turns, large enough to be worth a frame. */
const maxPieceBytes = 32 * 1024;

/**
 * What is on its way out. Control frames go at once, so that they keep the order of their header blocks; data waits
 * while the transport is full, and streams take turns piece by piece.
 */
export class Outbox {
  readonly #transport: Duplex;
  readonly #writer = new FrameWriter();
  #parcels: Parcel[] = [];
  #blocked = false;

  constructor(transport: Duplex) {
    this.#transport = transport;
    transport.on('drain', () => {
      this.#blocked = false;
      this.#pump();
    });
  }

  /** Grows beyond the transport's own mark only with control frames. */
  get backlogBytes(): number {
    return this.#transport.writableLength;
  }

  sendControl(frame: Exclude<Frame, { type: 'data' }>): void {
    const bytes = this.#writer.encode(frame);
    if (this.#transport.writable) this.#blocked = !this.#transport.write(bytes);
  }

  /** The data belongs to the outbox until done is called. */
  sendData(streamId: number, data: Buffer, done: Parcel['done']): void {
    this.#parcels.push({ streamId, data, done });
    this.#pump();
  }

  sendFin(streamId: number): void {
    if (this.#transport.writable) this.#blocked = !this.#transport.write(dataHeader(streamId, 0, true));
  }

  /** Forgets what still waits for one stream. */
  drop(streamId: number): void {
    const dropped = this.#parcels.filter((parcel) => parcel.streamId === streamId);
    this.#parcels = this.#parcels.filter((parcel) => parcel.streamId !== streamId);
    for (const { done } of dropped) done();
  }

  /** Nothing more will go out. */
  fail(error: Error): void {
    const failed = this.#parcels;
    this.#parcels = [];
    for (const { done } of failed) done(error);
  }

  #pump(): void {
    while (!this.#blocked && this.#transport.writable) {
      const parcel = this.#parcels.shift();
      if (!parcel) return;
      const piece = parcel.data.subarray(0, maxPieceBytes);
      const rest = parcel.data.subarray(maxPieceBytes);
      this.#transport.cork();
      this.#transport.write(dataHeader(parcel.streamId, piece.length, false));
      this.#blocked = !this.#transport.write(piece);
      this.#transport.uncork();
      if (rest.length > 0) this.#parcels.push({ ...parcel, data: rest });
      else parcel.done();
    }
  }
}
