import { storedValue } from '../../model/stored-object.ts';
import type { KubeObject } from '../../model/kind.ts';
import type { Entry, Store } from '../../storage/store.ts';
import type { RangeAllocation } from './range-allocation.ts';

export interface PortRecordOptions {
  readonly store: Store;
  readonly key: string;
  readonly first: number;
  readonly last: number;
}

/** Looks at the ports that are taken, may take and give some, and tells what came of it; undefined when it could not. */
export type PortChange<Result> = (ports: Set<number>) => Result | undefined;

interface Waiting {
  /** Applies the change; false when it could not do what it was to. */
  readonly apply: (ports: Set<number>) => boolean;
  readonly settle: () => void;
  readonly reject: (error: unknown) => void;
}

/** Each attempt that is lost means that another server made progress. */
const maxAttempts = 100;

/**
 * Which ports of a range are taken, as one object that all servers compare and set. Changes of this server that come while
 * one is being written are written together.
 */
export class PortRecord {
  readonly #options: PortRecordOptions;
  #waiting: Waiting[] = [];
  #writing = false;
  /** As it was last seen; others may have changed it since. */
  #entry: Entry | undefined;

  constructor(options: PortRecordOptions) {
    this.#options = options;
  }

  /** Where there is no record yet, or one of another range, `held` says which ports are taken. */
  change<Result>(change: PortChange<Result>, held: () => Promise<Iterable<number>>): Promise<Result | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Result | undefined>();
    let result: Result | undefined;
    const apply = (ports: Set<number>) => {
      result = change(ports);
      return result !== undefined;
    };
    this.#waiting.push({ apply, settle: () => resolve(result), reject });
    if (!this.#writing) void this.#write(held);
    return promise;
  }

  async #write(held: () => Promise<Iterable<number>>): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const changes = this.#waiting;
      this.#waiting = [];
      try {
        await this.#apply(changes, held);
        for (const { settle } of changes) settle();
      } catch (error) {
        for (const { reject } of changes) reject(error);
      }
    }
    this.#writing = false;
  }

  async #apply(changes: readonly Waiting[], held: () => Promise<Iterable<number>>): Promise<void> {
    const { store, key } = this.#options;
    let isFresh = false;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      if (!this.#entry) {
        this.#entry = await store.get(key);
        isFresh = true;
      }
      const recorded = this.#entry && this.#portsOf(this.#entry);
      const before = recorded ?? new Set(await held());
      const after = new Set(before);
      const allDone = changes.map(({ apply }) => apply(after)).every(Boolean);
      if (!allDone && !isFresh) {
        // Perhaps somebody has given back what was wanted.
        this.#entry = undefined;
        continue;
      }
      if (recorded && after.symmetricDifference(recorded).size === 0) return;
      const written = await store.put(key, this.#valueOf(after), { expect: this.#entry?.revision ?? 0 });
      this.#entry = written.ok ? written.entry : written.current;
      if (written.ok) return;
      isFresh = true;
    }
    throw new Error(`${key} could not be written: others are always faster`);
  }

  get #range(): string {
    return `${this.#options.first}-${this.#options.last}`;
  }

  /** Undefined when the record is of another range. */
  #portsOf({ value }: Entry): Set<number> | undefined {
    const { range, data } = JSON.parse(Buffer.from(value).toString('utf8')) as RangeAllocation;
    if (range !== this.#range) return undefined;
    const bits = Buffer.from(data ?? '', 'base64');
    const ports = new Set<number>();
    // One number, its highest byte first.
    bits.toReversed().forEach((byte, index) => {
      for (let bit = 0; bit < 8; bit++) if ((byte >> bit) & 1) ports.add(this.#options.first + index * 8 + bit);
    });
    return ports;
  }

  #valueOf(ports: ReadonlySet<number>): Uint8Array {
    const { first, last } = this.#options;
    const bits = Buffer.alloc(Math.ceil((last - first + 1) / 8));
    for (const port of ports) {
      const index = (port - first) >> 3;
      bits[index] = (bits[index] ?? 0) | (1 << ((port - first) & 7));
    }
    const highest = bits.findLastIndex((byte) => byte !== 0);
    const data = bits.subarray(0, highest + 1).toReversed();
    const record = {
      kind: 'RangeAllocation',
      apiVersion: 'v1',
      metadata: {},
      range: this.#range,
      data: Buffer.from(data).toString('base64'),
    };
    // It is stored like an object, but has no name, and nobody is served it.
    return storedValue(record as unknown as KubeObject);
  }
}
