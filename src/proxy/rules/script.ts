import type { AddressFamily } from './address-family.ts';
import { baseTable, type BaseTableOptions, tableName } from './base-table.ts';
import { containers, isSet } from './rule-collector.ts';
import type { Change, TableChanges, TableContents } from './rule-table.ts';

/** Commands for nft that bring one table from one state to another, as one transaction. */
export type Script = string;

/**
 * What must be done for the changes. Chains that are no longer needed are emptied and left: up to Linux 6.1 the kernel
 * takes a moment to notice that no map leads to them, and until then refuses to delete them.
 */
export function changeScript({ chains, affinitySets, elements }: TableChanges, family: AddressFamily): Script {
  const table = `${family.ip} ${tableName}`;
  const lines: string[] = [];
  for (const { name, before, after } of affinitySets) if (before === undefined) lines.push(addAffinitySet(name, after ?? 0, family));
  for (const { name, before } of chains) if (before === undefined) lines.push(`add chain ${table} ${name}`);
  for (const [container, changes] of elements) {
    const gone = changes.filter(({ before }) => before !== undefined).map(({ name }) => name);
    if (gone.length > 0) lines.push(`delete element ${table} ${container} { ${gone.join(', ')} }`);
  }
  for (const { name, after = [] } of chains) {
    lines.push(`flush chain ${table} ${name}`);
    for (const rule of after) lines.push(`add rule ${table} ${name} ${rule}`);
  }
  for (const [container, changes] of elements) {
    const added = changes.flatMap(({ name, after }) => (after === undefined ? [] : [elementText(name, after)]));
    if (added.length > 0) lines.push(`add element ${table} ${container} { ${added.join(', ')} }`);
  }
  for (const { name, after } of affinitySets) if (after === undefined) lines.push(`delete set ${table} ${name}`);
  return ended(lines);
}

export const isEmpty = ({ chains, affinitySets, elements }: TableChanges): boolean =>
  chains.length === 0 &&
  affinitySets.length === 0 &&
  [...elements.values()].every((changes: readonly Change<string>[]) => changes.length === 0);

interface FullScriptOptions extends BaseTableOptions {
  readonly contents: TableContents;
  /** Sets that are there and may stay or not; undefined when the table as a whole is to be made anew. */
  readonly presentAffinitySets: readonly string[] | undefined;
}

/** The whole table. Clients that were remembered are kept in mind unless the table is made anew. */
export function fullScript({ contents, presentAffinitySets, ...base }: FullScriptOptions): Script {
  const { family } = base;
  const table = `${family.ip} ${tableName}`;
  const lines = [`add table ${table}`];
  lines.push(...(presentAffinitySets ? [`flush table ${table}`] : [`delete table ${table}`]));
  lines.push(`table ${table} {${baseTable(base)}`);
  for (const name of contents.chains.keys()) lines.push(`chain ${name} {`, '}');
  lines.push('}');
  for (const container of containers) lines.push(`flush ${isSet(container) ? 'set' : 'map'} ${table} ${container}`);
  for (const [name, seconds] of contents.affinitySets) lines.push(addAffinitySet(name, seconds, family));
  lines.push(`table ${table} {`);
  for (const [name, rules] of contents.chains) lines.push(`chain ${name} {`, ...rules, '}');
  lines.push('}');
  for (const [container, elements] of contents.elements) {
    const texts = [...elements].map(([key, value]) => elementText(key, value));
    if (texts.length > 0) lines.push(`add element ${table} ${container} { ${texts.join(', ')} }`);
  }
  for (const name of presentAffinitySets ?? []) if (!contents.affinitySets.has(name)) lines.push(`delete set ${table} ${name}`);
  return ended(lines);
}

export const deleteChainsScript = (names: Iterable<string>, { ip }: AddressFamily): Script =>
  ended([...names].map((name) => `delete chain ${ip} ${tableName} ${name}`));

/** Adding it first makes deleting safe when it is not there. */
export const removeTableScript = ({ ip }: AddressFamily): Script =>
  ended([`add table ${ip} ${tableName}`, `delete table ${ip} ${tableName}`]);

const addAffinitySet = (name: string, seconds: number, { ip, addressType }: AddressFamily) =>
  `add set ${ip} ${tableName} ${name} { type ${addressType}; flags dynamic,timeout; timeout ${seconds}s; }`;

const elementText = (key: string, value: string) => (value === '' ? key : `${key} : ${value}`);

const ended = (lines: readonly string[]): Script => (lines.length === 0 ? '' : `${lines.join('\n')}\n`);
