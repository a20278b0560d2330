import { additionalOf } from './json-schema.ts';
import type { JSONSchemaProps } from './schema.ts';

type Schema = Readonly<JSONSchemaProps>;

export interface FoundField {
  /** In one form, however it was written. */
  readonly path: string;
  readonly root: string;
  readonly schema: Schema | undefined;
}

/** Dots and brackets, texts in single quotes, and what stands between. */
const tokens = /[.[\]]|'(?:[^'\\]|\\[^])*'|'[^]*|[^.[\]]+/g;
const noField = 'does not refer to a valid field';
const atEnd = 'unexpected end of JSON path';

/** The field that a path such as `.spec.color` or `.spec['color']` leads to, or why it leads to none. */
export function findField(text: string, root: Schema | undefined, { allowsBrackets = true } = {}): FoundField | string {
  const steps: string[] = [];
  const given = text.match(tokens) ?? [];
  let schema = root;
  let path = '';
  for (let index = 0; index < given.length; index++) {
    const token = given[index] ?? '';
    if (token !== '.' && token !== '[') return `expected [ or . but got: ${token}`;
    if (token === '[' && !allowsBrackets) return 'array notation is not allowed';
    const next = given[++index];
    if (next === undefined) return atEnd;
    const name = token === '.' ? next : unquoted(next);
    if (typeof name !== 'string') return name.problem;
    if (!schema) return noField;
    const isNamed = Object.keys(schema.properties ?? {}).length > 0;
    if (!isNamed && schema.additionalProperties === undefined) return noField;
    if (isNamed && !Object.hasOwn(schema.properties ?? {}, name)) return noField;
    schema = isNamed ? schema.properties?.[name] : additionalOf(schema);
    path += isNamed ? `.${name}` : `[${name}]`;
    steps.push(name);
    if (token === '.') continue;
    const end = given[++index];
    if (end === undefined) return atEnd;
    if (end !== ']') return `expected ] but got ${end}`;
  }
  return { path, root: steps[0] ?? '', schema };
}

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', "'": "'", '\\': '\\' };

function unquoted(token: string): string | { problem: string } {
  if (token.length < 2 || !token.startsWith("'") || !token.endsWith("'"))
    return { problem: `expected single quoted string but got ${token}` };
  const inner = token.slice(1, -1);
  const [unknown] = inner.match(/\\./g)?.filter((escape) => !Object.hasOwn(escapes, escape.slice(1))) ?? [];
  if (unknown !== undefined) return { problem: `invalid string literal: invalid escape char ${unknown}` };
  return inner.replace(/\\(.)/g, (escape, character: string) => escapes[character] ?? escape);
}
