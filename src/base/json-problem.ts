/**
 * What is wrong with a JSON text, in the words of Go's encoding/json, or nothing. Clients know these words from error
 * messages of the API.
 */
export function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const scanner = new Scanner(text);
    try {
      scanner.value('looking for beginning of value');
      scanner.end();
    } catch (problem) {
      if (problem instanceof Found) return problem.message;
      throw problem;
    }
    return 'invalid JSON';
  }
}

class Found extends Error {
  override readonly name = 'Found';
}

const whitespace = /[ \t\r\n]/;
const literals = ['true', 'false', 'null'];

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(context: string): void {
    const first = this.#next();
    if (first === '{') this.#members();
    else if (first === '[') this.#items();
    else if (first === '"') this.#string();
    else if (first === '-' || isDigit(first)) this.#number(first);
    else {
      const literal = literals.find((each) => each.startsWith(first));
      if (!literal) this.#fail(first, context);
      else this.#literal(literal);
    }
  }

  end(): void {
    this.#skip();
    const rest = this.#text[this.#at];
    if (rest !== undefined) this.#fail(rest, 'after top-level value');
  }

  #members(): void {
    let first = true;
    for (;;) {
      const start = this.#next();
      if (start === '}' && first) return;
      if (start !== '"') this.#fail(start, 'looking for beginning of object key string');
      this.#string();
      const colon = this.#next();
      if (colon !== ':') this.#fail(colon, 'after object key');
      this.value('looking for beginning of value');
      const after = this.#next();
      if (after === '}') return;
      if (after !== ',') this.#fail(after, 'after object key:value pair');
      first = false;
    }
  }

  #items(): void {
    this.#skip();
    if (this.#text[this.#at] === ']') {
      this.#at++;
      return;
    }
    for (;;) {
      this.value('looking for beginning of value');
      const after = this.#next();
      if (after === ']') return;
      if (after !== ',') this.#fail(after, 'after array element');
    }
  }

  #string(): void {
    for (;;) {
      const character = this.#take();
      if (character === '"') return;
      if (character < ' ') this.#fail(character, 'in string literal');
      if (character !== '\\') continue;
      const escaped = this.#take();
      if (escaped === 'u') for (let count = 0; count < 4; count++) this.#expect(/[0-9a-fA-F]/, 'in \\u hexadecimal character escape');
      else if (!/["\\/bfnrt]/.test(escaped)) this.#fail(escaped, 'in string escape code');
    }
  }

  #number(first: string): void {
    if (first === '-') this.#expect(/\d/, 'in numeric literal');
    if ((first === '-' ? this.#text[this.#at - 1] : first) !== '0') this.#digits();
    if (this.#text[this.#at] === '.') {
      this.#at++;
      this.#expect(/\d/, 'after decimal point in numeric literal');
      this.#digits();
    }
    if (/[eE]/.test(this.#text[this.#at] ?? '')) {
      this.#at++;
      if (/[-+]/.test(this.#text[this.#at] ?? '')) this.#at++;
      this.#expect(/\d/, 'in exponent of numeric literal');
      this.#digits();
    }
  }

  #digits(): void {
    while (isDigit(this.#text[this.#at] ?? '')) this.#at++;
  }

  #literal(literal: string): void {
    for (const expected of literal.slice(1)) {
      const character = this.#take();
      if (character !== expected) this.#fail(character, `in literal ${literal} (expecting ${quoted(expected)})`);
    }
  }

  #expect(pattern: RegExp, context: string): void {
    const character = this.#take();
    if (!pattern.test(character)) this.#fail(character, context);
  }

  #next(): string {
    this.#skip();
    return this.#take();
  }

  #skip(): void {
    while (whitespace.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #take(): string {
    const character = this.#text[this.#at++];
    if (character === undefined) throw new Found('unexpected end of JSON input');
    return character;
  }

  #fail(character: string, context: string): never {
    throw new Found(`invalid character ${quoted(character)} ${context}`);
  }
}

const isDigit = (character: string): boolean => character >= '0' && character <= '9' && character.length === 1;

/** As Go quotes a character. */
function quoted(character: string): string {
  if (character === "'") return String.raw`'\''`;
  if (character === '"') return `'"'`;
  return `'${JSON.stringify(character).slice(1, -1)}'`;
}
