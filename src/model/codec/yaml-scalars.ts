import { plainValue } from './yaml-schema.ts';

export type Style = 'plain' | 'single' | 'double' | 'literal';

/** Times in seconds or degrees, as older readers of YAML understand them. */
const sexagesimal = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** Read as times by others, though not here. */
const time = /^\d{4}-\d\d?-\d\d?(?:[Tt]\d\d?:\d\d?:\d\d?(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| \d\d?:\d\d?:\d\d?(?:[.,]\d+)?)?$/;

const indicatorAtStart = /^(?:[#,[\]{}&*!|>'"%@`]|---|\.\.\.|[-?:](?:[ \t]|$))/;
const indicatorInside = /:(?:[ \t]|$)|[ \t\n]#/;

/** Everything that has to be escaped: control characters, and what has no place on a line. */
const special = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[\u2028\u2029]/;

/** How the text of a string can be written so that it reads as the same string. */
export function analyze(text: string, { isKey }: { isKey: boolean }): Style {
  const spaceBeforeBreak = text.includes(' \n');
  const cannotBeQuoted = special.test(text) || spaceBeforeBreak;
  if (text.includes('\n')) return isKey || cannotBeQuoted || text.endsWith(' ') ? 'double' : 'literal';
  if (plainValue(text) !== undefined || text === '<<' || sexagesimal.test(text) || time.test(text) || cannotBeQuoted) return 'double';
  return indicatorAtStart.test(text) || indicatorInside.test(text) || text.startsWith(' ') || text.endsWith(' ') ? 'single' : 'plain';
}

/** Keys that do not fit on one line stand behind a question mark. */
export const isComplexKey = (key: string): boolean => /[\n\r\u0085\u2028\u2029]/.test(key) || Buffer.byteLength(key) > 128;

const shortEscapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

/** A character as it stands between double quotes. */
export function escaped(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  if (!special.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
