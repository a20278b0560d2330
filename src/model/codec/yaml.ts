import { loadAll, YAMLException } from 'js-yaml';
import { nestingLimit } from '../decode/nesting.ts';
import { kubernetesSchema } from './yaml-schema.ts';

export { writeYaml } from './write-yaml.ts';

/** The text is no YAML that could be JSON as well. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
}

export interface ParseYamlOptions {
  /** By default a key given twice is an error; otherwise the last one wins, as where upstream is not strict. */
  readonly allowDuplicateKeys?: boolean;
}

/** The first document of a text, as the JSON value it stands for; null when there is none. Throws YamlError. */
export const parseYaml = (text: string, options: ParseYamlOptions = {}): unknown => parseYamlDocuments(text, options)[0] ?? null;

/** All documents of a text, those included that are empty (null). JSON is YAML, too. */
export function parseYamlDocuments(text: string, { allowDuplicateKeys = false }: ParseYamlOptions = {}): unknown[] {
  try {
    const documents = loadAll(text, { schema: kubernetesSchema, maxDepth: nestingLimit, json: allowDuplicateKeys });
    check(documents, text);
    return documents;
  } catch (error) {
    throw error instanceof YAMLException ? new YamlError(message(error, text), { cause: error }) : error;
  }
}

function message({ reason, mark }: YAMLException, text: string): string {
  const line = (mark?.line ?? 0) + 1;
  if (reason !== 'duplicated mapping key') return `yaml: line ${line}: ${reason}`;
  const key = /^[^:\s]+/.exec(text.slice(mark?.position))?.[0].replaceAll(/^["']|["']$/g, '') ?? '';
  return `yaml: unmarshal errors:\n  line ${line}: key ${JSON.stringify(key)} already set in map`;
}

/** So few values may be behind so many aliases; everything that walks a document would meet each of them. */
const aliasedLimit = 400_000;

function check(documents: readonly unknown[], text: string): void {
  const hasAliases = text.includes('*') && text.includes('&');
  let left = aliasedLimit;
  const waiting: unknown[] = [...documents];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (hasAliases && left-- === 0) throw new YamlError('yaml: document contains excessive aliasing');
    if (typeof value === 'number' && !Number.isFinite(value)) throw new YamlError(`json: unsupported value: ${shown(value)}`);
    if (typeof value !== 'object' || value === null) continue;
    for (const inner of Array.isArray(value) ? value : Object.values(value)) waiting.push(inner);
  }
}

const shown = (value: number): string => (Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf');
