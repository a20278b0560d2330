/** A version as semver.org writes it. */
export interface SemanticVersion {
  readonly numbers: readonly number[];
  readonly preRelease: readonly string[];
}

const number = String.raw`(0|[1-9]\d*)`;
const preRelease = String.raw`(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)`;
const build = '[0-9a-zA-Z-]+';
const form = new RegExp(
  String.raw`^${number}\.${number}\.${number}(?:-(${preRelease}(?:\.${preRelease})*))?(?:\+${build}(?:\.${build})*)?$`,
);

/** Undefined for what is none. */
export function parseSemanticVersion(text: string): SemanticVersion | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const [, major, minor, patch, suffix] = match;
  return { numbers: [Number(major), Number(minor), Number(patch)], preRelease: suffix === undefined ? [] : suffix.split('.') };
}

/** By precedence: what is built of a version does not count, and what comes before it is less. */
export function compareSemanticVersions(a: SemanticVersion, b: SemanticVersion): number {
  for (const [index, value] of a.numbers.entries()) {
    const difference = value - (b.numbers[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  if (a.preRelease.length === 0 || b.preRelease.length === 0) return Math.sign(b.preRelease.length - a.preRelease.length);
  for (const [index, part] of a.preRelease.entries()) {
    const other = b.preRelease[index];
    const difference = other === undefined ? 1 : compareParts(part, other);
    if (difference !== 0) return difference;
  }
  return Math.sign(a.preRelease.length - b.preRelease.length);
}

/** Numbers by their value and before words, words by their letters. */
function compareParts(a: string, b: string): number {
  const [first, second] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (first && second) return Math.sign(Number(a) - Number(b));
  if (first !== second) return first ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
