import { randomBelow } from '../../base/random.ts';
import { Service } from '../../kinds/core/service/index.ts';
import type { Reader } from '../reader.ts';

const randomAttempts = 32;

const byNodePort = {
  name: 'nodePort',
  valuesOf: ({ spec }: Service): string[] => [
    ...(spec.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [String(nodePort)] : [])),
    ...(spec.healthCheckNodePort ? [String(spec.healthCheckNodePort)] : []),
  ],
};

/** Takes ports of the node port range. The services themselves say which are taken; those under way are kept in mind. */
export class NodePorts {
  readonly first: number;
  readonly last: number;
  readonly #underWay = new Set<number>();

  constructor({ first = 30_000, last = 32_767 }: { first?: number; last?: number } = {}) {
    this.first = first;
    this.last = last;
  }

  /** Holds the port until `settled`. False when it is taken by another service, for whatever protocol. */
  async take(port: number, reader: Reader): Promise<boolean> {
    if (this.#underWay.has(port)) return false;
    this.#underWay.add(port);
    const users = await reader.byIndex(Service, byNodePort, String(port));
    if (users.length === 0) return true;
    this.#underWay.delete(port);
    return false;
  }

  async takeAny(reader: Reader): Promise<number> {
    for (const port of this.#candidates()) if (await this.take(port, reader)) return port;
    throw new Error('range is full');
  }

  /** From here on the stored service holds the port, or nobody does. */
  settled(ports: Iterable<number>): void {
    for (const port of ports) this.#underWay.delete(port);
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
