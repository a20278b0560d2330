import { analyze, escaped, isComplexKey, type Style } from './yaml-scalars.ts';

/** Longer lines are broken at the next space. */
const lineWidth = 80;

/** A JSON value as the YAML that kubectl prints: fields sorted, lists not indented, long texts folded. */
export function writeYaml(value: unknown): string {
  const writer = new Writer();
  writer.node(value, 0, 'root');
  return writer.finish();
}

/** Where a node stands decides whether it starts a line of its own. */
type Position = 'root' | 'value' | 'item';

class Writer {
  #text = '';
  #column = 0;
  /** Whether the line holds nothing but what leads up to the next item, as in `- - `. */
  #leading = true;

  finish(): string {
    return this.#column === 0 ? this.#text : `${this.#text}\n`;
  }

  /** `indent` is where the fields or items of a collection start. */
  node(value: unknown, indent: number, position: Position): void {
    if (Array.isArray(value)) {
      if (value.length === 0) this.#word('[]');
      else this.#list(value, position === 'value' ? indent - 2 : indent);
    } else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
      if (entries.length === 0) this.#word('{}');
      else this.#map(entries, indent);
    } else if (typeof value === 'string') {
      this.#scalar(value, position === 'root' ? 2 : indent);
    } else {
      this.#word(typeof value === 'number' ? shownNumber(value) : (JSON.stringify(value) ?? 'null'));
    }
  }

  #list(items: readonly unknown[], indent: number): void {
    for (const item of items) {
      this.#line(indent);
      this.#put('-');
      this.#leading = true;
      this.node(item, indent + 2, 'item');
    }
  }

  #map(entries: [string, unknown][], indent: number): void {
    for (const [key, value] of entries.sort(([a], [b]) => compareKeys(a, b))) {
      this.#line(indent);
      if (isComplexKey(key)) {
        this.#put('?');
        this.#scalar(key, indent + 2);
        this.#line(indent);
        this.#put(':');
        this.#leading = true;
        this.node(value, indent + 2, 'item');
        continue;
      }
      this.#quoted(key, analyze(key, { isKey: true }), { indent: 0, folds: false });
      this.#put(':');
      this.#leading = false;
      this.node(value, indent + 2, 'value');
    }
  }

  /** Goes to a new line, unless this one only leads up to here, and to the given column. */
  #line(indent: number): void {
    if (!this.#leading) this.#break();
    this.#text += ' '.repeat(Math.max(indent - this.#column, 0));
    this.#column = Math.max(indent, this.#column);
    this.#leading = false;
  }

  #break(): void {
    this.#text += '\n';
    this.#column = 0;
    this.#leading = true;
  }

  #put(text: string): void {
    this.#text += text;
    this.#column += text.length;
    this.#leading = false;
  }

  #word(text: string): void {
    if (this.#column > 0) this.#put(' ');
    this.#put(text);
  }

  #scalar(text: string, indent: number): void {
    if (this.#column > 0) this.#put(' ');
    const style = analyze(text, { isKey: false });
    if (style === 'literal') this.#literal(text, indent);
    else this.#quoted(text, style, { indent, folds: true });
  }

  #literal(text: string, indent: number): void {
    const hint = /^[ \n]/.test(text) ? '2' : '';
    const chomp = text.endsWith('\n') ? (text === '\n' || text.endsWith('\n\n') ? '+' : '') : '-';
    this.#put(`|${hint}${chomp}`);
    this.#break();
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      if (line !== '') {
        this.#line(indent);
        this.#put(line);
      }
      if (index < lines.length - 1) this.#break();
    }
  }

  /** Plain, or between quotes; folded at spaces once the line is long enough. */
  #quoted(text: string, style: Style, { indent, folds }: { indent: number; folds: boolean }): void {
    const quote = style === 'single' ? "'" : style === 'double' ? '"' : '';
    this.#put(quote);
    const characters = Array.from(text);
    let afterSpace = false;
    for (const [index, character] of characters.entries()) {
      if (character !== ' ') {
        this.#put(style === 'double' ? escaped(character) : style === 'single' && character === "'" ? "''" : character);
        afterSpace = false;
        continue;
      }
      const nextIsSpace = characters[index + 1] === ' ';
      const inside = style === 'plain' || (index > 0 && index < characters.length - 1);
      if (folds && !afterSpace && this.#column > lineWidth && inside && (style === 'double' || !nextIsSpace)) {
        this.#leading = false;
        this.#line(indent);
        if (nextIsSpace) this.#put('\\');
      } else {
        this.#put(' ');
      }
      afterSpace = true;
    }
    this.#put(quote);
  }
}

/** As Go prints floats that are not integers: with an exponent from a million on. */
function shownNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

const isLetter = (character: string): boolean => /\p{L}/u.test(character);
const digitsAt = (characters: readonly string[], from: number): string => /^\d*/.exec(characters.slice(from).join(''))?.[0] ?? '';

/** The order of fields: numbers inside names count as numbers, and letters come after everything else. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  const left = Array.from(a);
  const right = Array.from(b);
  const at = left.findIndex((character, index) => character !== right[index]);
  const [x, y] = [left[at], right[at]];
  if (x === undefined || y === undefined) return left.length - right.length;
  const [xLetter, yLetter] = [isLetter(x), isLetter(y)];
  if (xLetter && yLetter) return byCode(x, y);
  if (xLetter || yLetter) return xLetter ? 1 : -1;
  // A zero inside a number that has begun counts as a digit of it.
  const begun = (x === '0' || y === '0') && /[1-9]\d*$/.test(left.slice(0, at).join('')) ? '1' : '';
  const [xDigits, yDigits] = [digitsAt(left, at), digitsAt(right, at)];
  const difference = BigInt(`${begun}${xDigits}` || 0) - BigInt(`${begun}${yDigits}` || 0);
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  return xDigits.length === yDigits.length ? byCode(x, y) : xDigits.length - yDigits.length;
}

const byCode = (a: string, b: string): number => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
