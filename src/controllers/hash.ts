/**
 * A short text that tells values apart in names and labels. The same for the same value, however its fields are ordered;
 * another one after each collision.
 */
export function hashOf(value: unknown, collisionCount: number | undefined): string {
  const text = JSON.stringify(value, sortedKeys) + (collisionCount === undefined ? '' : String(collisionCount));
  return encode(String(fnv32a(Buffer.from(text))));
}

const sortedKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

function fnv32a(bytes: Uint8Array): number {
  let hash = 0x81_1c_9d_c5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01_00_01_93);
  return hash >>> 0;
}

/** No vowels and no digits that look like letters, so that no word appears by chance. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const encode = (text: string): string => Array.from(text, (character) => alphabet[character.charCodeAt(0) % alphabet.length]).join('');
