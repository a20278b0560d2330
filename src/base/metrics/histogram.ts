import type { Sample } from './text.ts';

/** How often values fell below each of a few bounds. */
export class Histogram {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  /** The bounds in rising order. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  /** One of the values of several that have the same bounds. */
  static sum(histograms: readonly Histogram[]): Histogram {
    const [first] = histograms;
    const total = new Histogram(first ? first.#bounds : []);
    for (const each of histograms) {
      for (const [index, count] of each.#counts.entries()) total.#counts[index] = (total.#counts[index] ?? 0) + count;
      total.#sum += each.#sum;
    }
    return total;
  }

  get count(): number {
    return this.#counts.reduce((sum, each) => sum + each, 0);
  }

  add(value: number): void {
    let index = 0;
    // Most values are small.
    while (index < this.#bounds.length && value > (this.#bounds[index] ?? 0)) index++;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += value;
  }

  *samples(labels: Readonly<Record<string, string>>): Generator<Sample> {
    let count = 0;
    for (const [index, own] of this.#counts.entries()) {
      count += own;
      const bound = this.#bounds[index];
      yield { suffix: '_bucket', labels: { ...labels, le: bound === undefined ? '+Inf' : String(bound) }, value: count };
    }
    yield { suffix: '_sum', labels, value: this.#sum };
    yield { suffix: '_count', labels, value: count };
  }
}
