import { belongsToService, isAffinitySet } from './names.ts';
import { type Container, containers } from './rule-collector.ts';
import type { TableContents } from './rule-table.ts';

/** What the kernel says is in the table, as far as this proxy compares it. */
export interface Listing {
  /** Chains with how many rules each has. */
  readonly chains: ReadonlyMap<string, number>;
  readonly affinitySets: readonly string[];
  readonly elements: ReadonlyMap<Container, ReadonlyMap<string, string>>;
}

/** The output of `nft -j list table`, as far as it is read here. */
interface ListingEntry {
  readonly chain?: { readonly name: string };
  readonly rule?: { readonly chain: string };
  readonly set?: ListedContainer;
  readonly map?: ListedContainer;
}

interface ListedContainer {
  readonly name: string;
  readonly elem?: readonly unknown[];
}

export function readListing(json: string): Listing {
  // nft's own format; what is read of it has been the same since it exists.
  const { nftables = [] } = JSON.parse(json) as { nftables?: readonly ListingEntry[] };
  const chains = new Map<string, number>();
  const affinitySets: string[] = [];
  const elements = new Map<Container, ReadonlyMap<string, string>>();
  for (const { chain, rule, set, map } of nftables) {
    if (chain && belongsToService(chain.name)) chains.set(chain.name, chains.get(chain.name) ?? 0);
    if (rule && belongsToService(rule.chain)) chains.set(rule.chain, (chains.get(rule.chain) ?? 0) + 1);
    const listed = set ?? map;
    if (!listed) continue;
    if (isAffinitySet(listed.name)) affinitySets.push(listed.name);
    const container = containers.find((name) => name === listed.name);
    if (container) elements.set(container, new Map((listed.elem ?? []).map(readElement)));
  }
  return { chains, affinitySets, elements };
}

/** The first difference, in words; undefined when all is as it should be. Chains that wait for their deletion do not count. */
export function difference(wanted: TableContents, { chains, affinitySets, elements }: Listing): string | undefined {
  for (const [name, rules] of wanted.chains) {
    const count = chains.get(name);
    if (count !== rules.length) return count === undefined ? `chain ${name} is missing` : `chain ${name} has ${count} rules`;
  }
  for (const [name, count] of chains) if (count > 0 && !wanted.chains.has(name)) return `chain ${name} is not empty`;
  for (const name of wanted.affinitySets.keys()) if (!affinitySets.includes(name)) return `set ${name} is missing`;
  for (const container of containers) {
    const [want, have] = [wanted.elements.get(container) ?? new Map(), elements.get(container)];
    if (!have) return `${container} is missing`;
    for (const [key, value] of want) if (have.get(key) !== value) return `${container} has ${key} : ${have.get(key) ?? 'nothing'}`;
    if (have.size !== want.size) return `${container} has ${have.size} elements`;
  }
  return undefined;
}

/** Elements of maps are pairs; concatenations and verdicts are objects. */
function readElement(element: unknown): [key: string, value: string] {
  return Array.isArray(element) ? [keyText(element[0]), verdictText(element[1])] : [keyText(element), ''];
}

function keyText(key: unknown): string {
  if (typeof key === 'object' && key !== null && 'concat' in key && Array.isArray(key.concat)) return key.concat.join(' . ');
  return String(key);
}

function verdictText(verdict: unknown): string {
  if (typeof verdict !== 'object' || verdict === null) return String(verdict);
  const [name = '', details] = Object.entries(verdict)[0] ?? [];
  return details === null ? name : `${name} ${details.target}`;
}
