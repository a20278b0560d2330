interface Sample {
  readonly cpuNs: bigint;
  readonly atMs: number;
  readonly nanoCores: number | undefined;
}

/** Samples closer together say little: the last rate is told again. */
const shortestMs = 1000;

/** How much processor time is used per time, from what has been counted at two moments. */
export class RateMeter {
  readonly #samples = new Map<string, Sample>();

  /** Billionths of a processor; undefined at first. */
  nanoCores(key: string, cpuNs: bigint | undefined, atMs: number): number | undefined {
    if (cpuNs === undefined) return undefined;
    const before = this.#samples.get(key);
    if (before && atMs - before.atMs < shortestMs) return before.nanoCores;
    const grown = before && cpuNs >= before.cpuNs ? Number(cpuNs - before.cpuNs) : undefined;
    const nanoCores = before && grown !== undefined ? Math.round((grown * 1000) / (atMs - before.atMs)) : undefined;
    this.#samples.set(key, { cpuNs, atMs, nanoCores });
    return nanoCores;
  }

  /** Keeps only what is known under these keys. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#samples.keys()) if (!keys.has(key)) this.#samples.delete(key);
  }
}
