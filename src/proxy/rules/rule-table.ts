import { type Container, containers, type Element, type ServiceRules } from './rule-collector.ts';

/** What is, or should be, in the table because of services. */
export interface TableContents {
  readonly chains: ReadonlyMap<string, readonly string[]>;
  readonly affinitySets: ReadonlyMap<string, number>;
  readonly elements: ReadonlyMap<Container, ReadonlyMap<string, string>>;
}

/** A part of the table before and after; undefined where it was not, or is no more. */
export interface Change<T> {
  readonly name: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

export interface TableChanges {
  readonly chains: readonly Change<readonly string[]>[];
  readonly affinitySets: readonly Change<number>[];
  readonly elements: ReadonlyMap<Container, readonly Change<string>[]>;
}

interface Claim {
  readonly owner: string;
  readonly value: string;
}

/**
 * Puts the rules of all services together and tells what has changed, at a cost of the change alone. Where two services
 * claim the same address and port, the one whose name comes first has it, whichever order they came in.
 */
export class RuleTable {
  readonly #owners = new Map<string, ServiceRules>();
  readonly #chains = new Changing<readonly string[]>();
  readonly #affinitySets = new Changing<number>();
  readonly #elements = new Map(containers.map((container) => [container, new Changing<string>()]));
  /** By container and key: all who want that element, the winner first. */
  readonly #claims = new Map<string, readonly Claim[]>();

  /** The rules that an owner has from now on; none when undefined. */
  replace(owner: string, next: ServiceRules | undefined): void {
    const previous = this.#owners.get(owner);
    if (next) this.#owners.set(owner, next);
    else this.#owners.delete(owner);
    for (const name of previous?.chains.keys() ?? []) if (!next?.chains.has(name)) this.#chains.set(name, undefined);
    for (const [name, rules] of next?.chains ?? []) this.#chains.set(name, rules);
    for (const name of previous?.affinitySets.keys() ?? []) if (!next?.affinitySets.has(name)) this.#affinitySets.set(name, undefined);
    for (const [name, seconds] of next?.affinitySets ?? []) this.#affinitySets.set(name, seconds);
    for (const element of previous?.elements ?? []) this.#claim(element, owner, undefined);
    for (const element of next?.elements ?? []) this.#claim(element, owner, element.value);
  }

  everything(): TableContents {
    return {
      chains: this.#chains.current,
      affinitySets: this.#affinitySets.current,
      elements: new Map([...this.#elements].map(([container, elements]) => [container, elements.current])),
    };
  }

  /** What differs from when this was asked last. */
  takeChanges(): TableChanges {
    return {
      chains: this.#chains.take(same),
      affinitySets: this.#affinitySets.take(),
      elements: new Map([...this.#elements].map(([container, elements]) => [container, elements.take()])),
    };
  }

  #claim({ container, key }: Element, owner: string, value: string | undefined): void {
    const id = `${container} ${key}`;
    const others = (this.#claims.get(id) ?? []).filter((claim) => claim.owner !== owner);
    const claims = value === undefined ? others : [...others, { owner, value }].sort((a, b) => (a.owner < b.owner ? -1 : 1));
    if (claims.length > 0) this.#claims.set(id, claims);
    else this.#claims.delete(id);
    this.#elements.get(container)?.set(key, claims[0]?.value);
  }
}

/** Named values that remember what they were when changes were last taken. */
class Changing<T> {
  readonly current = new Map<string, T>();
  readonly #before = new Map<string, T | undefined>();

  set(name: string, value: T | undefined): void {
    if (!this.#before.has(name)) this.#before.set(name, this.current.get(name));
    if (value === undefined) this.current.delete(name);
    else this.current.set(name, value);
  }

  take(isSame: (before: T, after: T) => boolean = Object.is): readonly Change<T>[] {
    const changes: Change<T>[] = [];
    for (const [name, before] of this.#before) {
      const after = this.current.get(name);
      if (before === undefined || after === undefined ? before !== after : !isSame(before, after)) changes.push({ name, before, after });
    }
    this.#before.clear();
    return changes;
  }
}

const same = (before: readonly string[], after: readonly string[]) =>
  before.length === after.length && before.every((rule, position) => rule === after[position]);
