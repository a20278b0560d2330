/** Throws unless the key is one that every store can hold and give back unchanged. */
export function checkKey(key: string): void {
  if (key === '') throw new TypeError('a key must not be empty');
  if (key.includes('\0') || !key.isWellFormed()) throw new TypeError(`a key must be well-formed text without NUL: ${JSON.stringify(key)}`);
}

/**
 * The smallest string behind everything that starts with the prefix, in the order of code points; undefined when there
 * is none, as for the empty prefix.
 */
export function prefixEnd(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === lastCodePoint) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  return String.fromCodePoint(...points, last + 1 === firstSurrogate ? firstBehindSurrogates : last + 1);
}

const lastCodePoint = 0x10_ff_ff;
const firstSurrogate = 0xd8_00;
const firstBehindSurrogates = 0xe0_00;
