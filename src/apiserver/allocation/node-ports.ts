import { randomBelow } from '../../base/random.ts';
import { Service } from '../../kinds/core/service/index.ts';
import type { Store } from '../../storage/store.ts';
import type { Reader } from '../reader.ts';
import { defaultStoragePrefix } from '../storage-keys.ts';
import { PortRecord } from './port-record.ts';

const randomAttempts = 32;

export interface NodePortsOptions {
  readonly store: Store;
  readonly storagePrefix?: string | undefined;
  readonly first?: number;
  readonly last?: number;
}

/** Takes ports of the node port range, for whatever protocol, among all servers that share the store. */
export class NodePorts {
  readonly first: number;
  readonly last: number;
  readonly #record: PortRecord;
  /** Ports that no service holds, and how often in a row that was so. */
  #unheld = new Map<number, number>();

  constructor({ store, storagePrefix = defaultStoragePrefix, first = 30_000, last = 32_767 }: NodePortsOptions) {
    this.first = first;
    this.last = last;
    this.#record = new PortRecord({ store, key: `${storagePrefix}/ranges/servicenodeports`, first, last });
  }

  /** False when it is taken. A dry run only looks. */
  async take(port: number, { reader, dryRun }: TakeOptions): Promise<boolean> {
    const taken = await this.#record.change(
      (ports) => {
        if (ports.has(port)) return undefined;
        if (!dryRun) ports.add(port);
        return true;
      },
      () => this.#held(reader),
    );
    return taken ?? false;
  }

  async takeAny({ reader, dryRun }: TakeOptions): Promise<number> {
    const port = await this.#record.change(
      (ports) => {
        const free = this.#candidates().find((candidate) => !ports.has(candidate));
        if (free !== undefined && !dryRun) ports.add(free);
        return free;
      },
      () => this.#held(reader),
    );
    if (port === undefined) throw new Error('range is full');
    return port;
  }

  async give(given: Iterable<number>, reader: Reader): Promise<void> {
    const list = [...given];
    if (list.length === 0) return;
    await this.#record.change(
      (ports) => {
        for (const port of list) ports.delete(port);
        return true;
      },
      () => this.#held(reader),
    );
  }

  /**
   * Takes what services hold without having taken it, and gives back what no service has held for several times in a row:
   * a server may have ended between the two writes. To be called from time to time, as upstream's repair is.
   */
  async repair(reader: Reader, { passes = 3 }: { readonly passes?: number } = {}): Promise<void> {
    await this.#record
      .change(
        (ports) => [...ports],
        () => this.#held(reader),
      )
      .then(async (recorded = []) => {
        // Read after the record, so that a port taken by then has its service by the time it counts.
        const held = new Set(await this.#held(reader));
        const unheld = new Map(recorded.filter((port) => !held.has(port)).map((port) => [port, (this.#unheld.get(port) ?? 0) + 1]));
        const leaked = [...unheld].filter(([, times]) => times > passes).map(([port]) => port);
        this.#unheld = unheld;
        const missing = [...held].filter((port) => !recorded.includes(port));
        if (leaked.length === 0 && missing.length === 0) return;
        await this.#record.change(
          (ports) => {
            for (const port of missing) ports.add(port);
            for (const port of leaked) ports.delete(port);
            return true;
          },
          () => this.#held(reader),
        );
      });
  }

  async #held(reader: Reader): Promise<number[]> {
    return (await reader.list(Service)).flatMap(portsHeld).filter((port) => port >= this.first && port <= this.last);
  }

  /** The lower part is left to those who choose ports themselves, while there are others (KEP-3668). */
  *#candidates(): Generator<number> {
    const size = this.last - this.first + 1;
    const reserved = Math.min(Math.max(16, Math.floor(size / 32)), 128);
    const start = size > reserved ? this.first + reserved : this.first;
    for (let attempt = 0; attempt < randomAttempts; attempt++) yield start + randomBelow(this.last - start + 1);
    for (let port = start; port <= this.last; port++) yield port;
    for (let port = this.first; port < start; port++) yield port;
  }
}

export interface TakeOptions {
  readonly reader: Reader;
  readonly dryRun: boolean;
}

/** The node ports of a service, each once, and the one for health checks. */
export const portsHeld = ({ spec }: Readonly<Service>): readonly number[] =>
  [
    ...new Set(
      [...(spec.ports ?? []).map(({ nodePort }) => nodePort), spec.healthCheckNodePort].filter((port) => port !== undefined && port !== 0),
    ),
  ] as readonly number[];
