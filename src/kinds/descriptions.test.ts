import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DeleteOptions, ListMeta, Status } from '../model/meta.ts';
import type { ObjectSchema, Schema } from '../model/schema.ts';
import { Scale } from './autoscaling/scale.ts';
import { TokenRequest } from './authentication/token-request.ts';
import { builtInKinds } from './index.ts';
import { Eviction } from './policy/eviction.ts';

/** What a screen shows of it without scrolling, and no more than a reader remembers. */
const longestDescription = 240;

const types = new Map<string, ObjectSchema>();

function add(schema: Schema): void {
  const type = typeWithin(schema);
  if (!type || types.has(type.name)) return;
  types.set(type.name, type);
  for (const field of Object.values(type.fields)) add(field.schema);
}

for (const { schema } of [...builtInKinds, Scale, Eviction, TokenRequest]) add(schema);
for (const type of [DeleteOptions, ListMeta, Status]) add(type);

const words = (text: string): readonly string[] =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '' && !fillers.has(word))
    .map((word) => word.replace(/s$/, ''));

const fillers = new Set(['a', 'an', 'the', 'of', 'for', 'its', 'this', 'that', 'is', 'are', 'in', 'to']);

/** What is wrong with the text as the description of what has this name. */
function problemOf(name: string, text: string): string | undefined {
  if (text.trim() === '') return 'is empty';
  if (text.length > longestDescription) return `has ${text.length} characters`;
  if (/^\s|\s$|\s\s|\n/.test(text)) return 'has spaces in the wrong place';
  if (!/^[\p{Lu}`\d-]|^(containerd|kubectl)/u.test(text)) return 'does not begin like a sentence';
  if (!/[.…]$/.test(text)) return 'does not end like a sentence';
  const named = new Set(words(name));
  if (words(text).every((word) => named.has(word))) return 'says no more than the name';
  return undefined;
}

const sameWords = (a: string, b: string): boolean => words(a).join(' ') === words(b).join(' ');

/** The type of a field, or of the items or values of one. */
function typeWithin(schema: Schema): ObjectSchema | undefined {
  if (typeof schema === 'string') return undefined;
  if (schema.type === 'object') return schema;
  return typeWithin(schema.type === 'list' ? schema.items : schema.values);
}

describe('descriptions', () => {
  test('texts that do not describe are told from those that do', () => {
    assert.equal(problemOf('readyReplicas', 'How many of them are ready.'), undefined);
    for (const text of ['', ' ', 'The ready replicas.', 'readyReplicas', 'how many of them are ready.', 'How many', 'Two  spaces.']) {
      assert(problemOf('readyReplicas', text), text);
    }
    assert(problemOf('replicas', `${'Far too long '.repeat(20)}.`));
  });

  test('every type says what it is', () => {
    assert(types.size > 400);
    const problems = [...types.values()].flatMap(({ name, description }) => {
      const problem = problemOf(name.slice(name.lastIndexOf('.') + 1), description);
      return problem === undefined ? [] : [`${name} ${problem}: ${description}`];
    });
    assert.deepEqual(problems, []);
  });

  test('every field says what it means', () => {
    const problems = [...types.values()].flatMap((type) =>
      Object.entries(type.fields).flatMap(([name, { description }]) => {
        const problem = problemOf(name, description);
        return problem === undefined ? [] : [`${type.name}.${name} ${problem}: ${description}`];
      }),
    );
    assert.deepEqual(problems, []);
  });

  test('no two fields of a type say the same, but for those that a kind does not use', () => {
    const problems = [...types.values()].flatMap((type) => {
      const byText = Map.groupBy(Object.entries(type.fields), ([, { description }]) => description);
      return [...byText]
        .filter(([text, fields]) => fields.length > 1 && !text.startsWith('Not allowed'))
        .map(([text, fields]) => `${type.name}: ${fields.map(([name]) => name).join(', ')}: ${text}`);
    });
    assert.deepEqual(problems, []);
  });

  test('no field says the same as its type: both are shown, one below the other', () => {
    const problems = [...types.values()].flatMap((type) =>
      Object.entries(type.fields)
        .filter(([, { schema, description }]) => sameWords(typeWithin(schema)?.description ?? '', description))
        .map(([name, { description }]) => `${type.name}.${name}: ${description}`),
    );
    assert.deepEqual(problems, []);
  });

  test('defaults that a schema fills in are spoken of', () => {
    const problems = [...types.values()].flatMap((type) =>
      Object.entries(type.fields)
        .filter(([, { default: given }]) => Boolean(given) && typeof given !== 'object')
        .filter(([, { default: given, description }]) => !description.includes(String(given)))
        .map(([name, { default: given }]) => `${type.name}.${name}: ${String(given)}`),
    );
    assert.deepEqual(problems, []);
  });
});
