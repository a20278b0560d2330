/** The maps and sets of the table that services have entries in. Named as upstream names them, as people look there. */
export const containers = [
  'cluster-ips',
  'service-ips',
  'service-nodeports',
  'no-endpoint-services',
  'no-endpoint-nodeports',
  'firewall-ips',
  'hairpin-connections',
] as const;

export type Container = (typeof containers)[number];

export const isSet = (container: Container): boolean => container === 'cluster-ips' || container === 'hairpin-connections';

export interface Element {
  readonly container: Container;
  readonly key: string;
  /** A verdict; empty in a set. */
  readonly value: string;
}

/** What one service contributes to the table. */
export interface ServiceRules {
  /** Chains of its own, with their rules. */
  readonly chains: ReadonlyMap<string, readonly string[]>;
  /** Sets of its own that remember clients, with how long they do. */
  readonly affinitySets: ReadonlyMap<string, number>;
  readonly elements: readonly Element[];
}

/** Gathers the rules of one service. */
export class RuleCollector implements ServiceRules {
  readonly chains = new Map<string, readonly string[]>();
  readonly affinitySets = new Map<string, number>();
  readonly elements: Element[] = [];

  chain(name: string, rules: readonly string[]): void {
    this.chains.set(name, rules);
  }

  affinitySet(name: string, timeoutSeconds: number): void {
    this.affinitySets.set(name, timeoutSeconds);
  }

  element(container: Container, key: string, value = ''): void {
    this.elements.push({ container, key, value });
  }
}
