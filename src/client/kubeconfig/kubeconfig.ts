import { dump, load } from 'js-yaml';

/**
 * A kubeconfig file as it stands, with every field it has: what we do not know, we keep. Which fields we do know, and that
 * they have the right form, is checked where they are used.
 */
export interface Kubeconfig {
  clusters: NamedEntry<'cluster'>[];
  users: NamedEntry<'user'>[];
  contexts: NamedEntry<'context'>[];
  'current-context'?: string;
  [unknown: string]: unknown;
}

export type Section = 'cluster' | 'user' | 'context';
export type NamedEntry<S extends Section> = { name: string } & { [K in S]: Fields };
export type Fields = Record<string, unknown>;

export const emptyKubeconfig = (): Kubeconfig => ({ apiVersion: 'v1', kind: 'Config', clusters: [], contexts: [], users: [] });

/** Reads YAML or JSON. Throws an error that names the source when it is no kubeconfig. */
export function parseKubeconfig(text: string, source: string): Kubeconfig {
  if (text.trim() === '') return emptyKubeconfig();
  let value: unknown;
  try {
    value = load(text);
  } catch (cause) {
    // The parser's error quotes lines of the file, which can hold credentials, so it is not kept.
    // oxlint-disable-next-line preserve-caught-error
    throw new Error(`${source} is neither YAML nor JSON${lineOf(cause)}`);
  }
  if (!isFields(value)) throw new Error(`${source} is not a kubeconfig: it should hold an object`);
  if (value['kind'] !== undefined && value['kind'] !== 'Config') throw new Error(`${source} is not a kubeconfig: its kind is not Config`);
  const current = value['current-context'] ?? '';
  if (typeof current !== 'string') throw new Error(`${source}: current-context should be a string`);
  return {
    ...value,
    clusters: entries(value, 'cluster', source),
    contexts: entries(value, 'context', source),
    users: entries(value, 'user', source),
    'current-context': current,
  };
}

export const renderKubeconfig = (config: Kubeconfig): string => dump(config, { noRefs: true, lineWidth: -1 });

export const entryOf = <S extends Section>(list: readonly NamedEntry<S>[], name: string) => list.find((entry) => entry.name === name);

function entries<S extends Section>(config: Fields, section: S, source: string): NamedEntry<S>[] {
  const list = config[`${section}s`] ?? [];
  if (!Array.isArray(list)) throw new Error(`${source}: ${section}s should be a list`);
  return list.map((entry: unknown, index) => {
    const where = `${source}: ${section}s[${index}]`;
    if (!isFields(entry) || typeof entry['name'] !== 'string') throw new Error(`${where} should have a name`);
    const fields = entry[section] ?? {};
    if (!isFields(fields)) throw new Error(`${where}.${section} should be an object`);
    // The two fields the type asks for were checked above.
    return { ...entry, [section]: fields } as NamedEntry<S>;
  });
}

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

function lineOf(error: unknown): string {
  const mark = isFields(error) ? error['mark'] : undefined;
  return isFields(mark) && typeof mark['line'] === 'number' ? `, see line ${mark['line'] + 1}` : '';
}
