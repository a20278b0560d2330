import type { Clock } from '../../base/clock.ts';

/** The nodes of one zone that are to lose their pods, one after another at a limited rate. */
export class EvictionQueue {
  readonly #clock: Clock;
  readonly #nodes = new Set<string>();
  #perSecond: number;
  #tokens = 1;
  #filledMs: number;

  constructor({ clock, perSecond }: { clock: Clock; perSecond: number }) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#filledMs = clock.now();
  }

  /** 0 stops it. */
  set perSecond(value: number) {
    this.#fill();
    this.#perSecond = value;
  }

  add(node: string): void {
    this.#nodes.add(node);
  }

  delete(node: string): void {
    this.#nodes.delete(node);
  }

  /** The next node, if it is time for one. */
  take(): string | undefined {
    this.#fill();
    const [node] = this.#nodes;
    if (node === undefined || this.#tokens < 1 || this.#perSecond === 0) return undefined;
    this.#tokens--;
    this.#nodes.delete(node);
    return node;
  }

  /** How long until there may be a next one; undefined when none waits. */
  get nextMs(): number | undefined {
    if (this.#nodes.size === 0 || this.#perSecond === 0) return undefined;
    this.#fill();
    return this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / this.#perSecond) * 1000;
  }

  #fill(): void {
    const nowMs = this.#clock.now();
    this.#tokens = Math.min(1, this.#tokens + ((nowMs - this.#filledMs) / 1000) * this.#perSecond);
    this.#filledMs = nowMs;
  }
}
