import type { DnsRecord } from './record.ts';

interface Entry {
  /** By whom. */
  readonly claims: Map<string, readonly DnsRecord[]>;
  /** All of them, put together when first asked for. */
  records: readonly DnsRecord[] | undefined;
  /** How many names are right below it: a name exists as long as one below it does. RFC 8020. */
  below: number;
}

/** Records by name. Whoever owns some replaces them as a whole, at a cost of those alone. */
export class Zone {
  readonly #domain: string;
  readonly #entries = new Map<string, Entry>();
  readonly #names = new Map<string, readonly string[]>();

  constructor({ domain }: { domain: string }) {
    this.#domain = domain;
  }

  /** How many names there are. */
  get size(): number {
    return this.#entries.size;
  }

  /** The records of a name, none if it has none but exists; undefined when it does not exist. */
  get(name: string): readonly DnsRecord[] | undefined {
    const entry = this.#entries.get(name);
    return entry && (entry.records ??= [...entry.claims.values()].flat());
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** The owner's records from now on, and names that exist without records. */
  replace(owner: string, records: readonly DnsRecord[], emptyNames: readonly string[] = []): void {
    const next = new Map<string, readonly DnsRecord[]>(emptyNames.map((name) => [name, []]));
    for (const [name, group] of Map.groupBy(records, ({ name }) => name)) next.set(name, group);
    for (const name of this.#names.get(owner) ?? []) if (!next.has(name)) this.#withdraw(owner, name);
    for (const [name, group] of next) this.#claim(owner, name, group);
    if (next.size > 0) this.#names.set(owner, [...next.keys()]);
    else this.#names.delete(owner);
  }

  #claim(owner: string, name: string, records: readonly DnsRecord[]): void {
    const entry = this.#ensure(name);
    entry.claims.set(owner, records);
    entry.records = undefined;
  }

  #withdraw(owner: string, name: string): void {
    const entry = this.#entries.get(name);
    if (!entry?.claims.delete(owner)) return;
    entry.records = undefined;
    this.#removeUnused(name, entry);
  }

  #ensure(name: string): Entry {
    const known = this.#entries.get(name);
    if (known) return known;
    const entry: Entry = { claims: new Map(), records: undefined, below: 0 };
    this.#entries.set(name, entry);
    const parent = this.#parentOf(name);
    if (parent !== undefined) this.#ensure(parent).below++;
    return entry;
  }

  #removeUnused(name: string, entry: Entry): void {
    if (entry.claims.size > 0 || entry.below > 0) return;
    this.#entries.delete(name);
    const parent = this.#parentOf(name);
    const above = parent === undefined ? undefined : this.#entries.get(parent);
    if (parent === undefined || !above) return;
    above.below--;
    this.#removeUnused(parent, above);
  }

  /** Outside of the domain, which addresses are looked up in, only single names are known. */
  #parentOf(name: string): string | undefined {
    return name.endsWith(`.${this.#domain}`) ? name.slice(name.indexOf('.') + 1) : undefined;
  }
}
