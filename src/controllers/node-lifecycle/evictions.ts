import type { Clock } from '../../base/clock.ts';
import type { Node } from '../../kinds/core/node/index.ts';
import { EvictionQueue } from './eviction-queue.ts';
import { evictionsPerSecond, stateOf, zoneOf, type ZoneState } from './zones.ts';

interface Zone {
  state: ZoneState;
  readonly queue: EvictionQueue;
}

export type Mode = 'as usual' | 'all disrupted' | 'recovered';

/** Which nodes are to lose their pods, by zone, since what fails together is best not ended all at once. */
export class Evictions {
  readonly #clock: Clock;
  readonly #zones = new Map<string, Zone>();

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  add(node: Node): void {
    this.#zoneOf(zoneOf(node)).queue.add(node.metadata.name);
  }

  delete(node: Node): void {
    this.#zoneOf(zoneOf(node)).queue.delete(node.metadata.name);
  }

  /** The nodes whose time has come. */
  *take(): Generator<string> {
    for (const { queue } of this.#zones.values()) {
      const node = queue.take();
      if (node !== undefined) yield node;
    }
  }

  /** How long until the next may come; undefined when none waits. */
  get nextMs(): number | undefined {
    const times = [...this.#zones.values()].flatMap(({ queue }) => queue.nextMs ?? []);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /**
   * Takes note of how the zones are. Once no node of any zone is ready, it is more likely that this process is cut off
   * than that all nodes are, so nothing is ended until that is over.
   */
  assess(nodes: readonly { readonly node: Node; readonly isReady: boolean }[]): Mode {
    const zones = Map.groupBy(nodes, ({ node }) => zoneOf(node));
    const states = new Map([...zones].map(([zone, members]) => [zone, { state: stateOfMembers(members), size: members.length }]));
    for (const zone of this.#zones.keys()) if (!states.has(zone)) this.#zones.delete(zone);
    for (const zone of states.keys()) this.#zoneOf(zone);
    const areDisrupted = states.size > 0 && [...states.values()].every(({ state }) => state === 'FullDisruption');
    const wereDisrupted = this.#zones.size > 0 && [...this.#zones.values()].every(({ state }) => state === 'FullDisruption');
    if (areDisrupted) {
      for (const zone of this.#zones.values()) {
        zone.state = 'FullDisruption';
        zone.queue.perSecond = 0;
      }
      return wereDisrupted ? 'as usual' : 'all disrupted';
    }
    for (const [name, { state, size }] of states) {
      const zone = this.#zoneOf(name);
      zone.state = state;
      zone.queue.perSecond = evictionsPerSecond(state, size);
    }
    return wereDisrupted ? 'recovered' : 'as usual';
  }

  #zoneOf(name: string): Zone {
    return this.#zones.getOrInsertComputed(name, () => ({
      state: 'Initial',
      queue: new EvictionQueue({ clock: this.#clock, perSecond: evictionsPerSecond('Initial', 0) }),
    }));
  }
}

const stateOfMembers = (members: readonly { readonly isReady: boolean }[]): ZoneState => {
  const ready = members.filter(({ isReady }) => isReady).length;
  return stateOf({ ready, notReady: members.length - ready });
};
