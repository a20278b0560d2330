import { goQuote } from './go-quote.ts';

/** What Go's scanner says of a text that is no JSON: the first character that does not fit, and where it stands. */
export function jsonProblem(text: string): string | undefined {
  return new Scanner(text).run();
}

type Container = 'object' | 'array';

const escapes = 'bfnrt\\/"';
const literals: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' };

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): string | undefined {
    const stack: Container[] = [];
    // Each round reads one value, and then whatever ends the containers it stands in.
    for (;;) {
      const opened = this.#value();
      if (typeof opened === 'object') return opened.problem;
      if (opened) {
        const closed = this.#open(opened);
        if (typeof closed === 'object') return closed.problem;
        if (!closed) {
          stack.push(opened);
          continue;
        }
      }
      const next = this.#after(stack);
      if (next !== 'value') return next.problem;
    }
  }

  /** A scalar is read whole; of a container, its first character. */
  #value(): Container | undefined | { problem: string } {
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (first === undefined) return this.#end();
    if (first === '{' || first === '[') {
      this.#at++;
      return first === '{' ? 'object' : 'array';
    }
    if (first === '"') return this.#string();
    if (first === '-' || isDigit(first)) return this.#number();
    const literal = literals[first];
    return literal ? this.#literal(literal) : this.#unfit('looking for beginning of value');
  }

  /** True when the container ends at once; in an object, its first key is read. */
  #open(container: Container): boolean | { problem: string } {
    this.#skipSpace();
    const next = this.#text[this.#at];
    if (next === (container === 'object' ? '}' : ']')) {
      this.#at++;
      return true;
    }
    return container === 'object' ? (this.#key() ?? false) : false;
  }

  #key(): { problem: string } | undefined {
    this.#skipSpace();
    const next = this.#text[this.#at];
    if (next === undefined) return this.#end();
    if (next !== '"') return this.#unfit('looking for beginning of object key string');
    const problem = this.#string();
    if (problem) return problem;
    this.#skipSpace();
    if (this.#text[this.#at] !== ':') return this.#unfit('after object key');
    this.#at++;
    return undefined;
  }

  /** Reads what follows a value, until the next value starts or nothing is left. */
  #after(stack: Container[]): 'value' | { problem: string | undefined } {
    for (;;) {
      this.#skipSpace();
      const next = this.#text[this.#at];
      const container = stack.at(-1);
      if (!container) return next === undefined ? { problem: undefined } : this.#unfit('after top-level value');
      if (next === ',') {
        this.#at++;
        return container === 'array' ? 'value' : (this.#key() ?? 'value');
      }
      if (next !== (container === 'object' ? '}' : ']')) {
        return this.#unfit(container === 'object' ? 'after object key:value pair' : 'after array element');
      }
      this.#at++;
      stack.pop();
    }
  }

  #string(): { problem: string } | undefined {
    for (this.#at++; ; this.#at++) {
      const next = this.#text[this.#at];
      if (next === undefined) return this.#end();
      if (next < ' ') return this.#unfit('in string literal');
      if (next === '"') break;
      if (next !== '\\') continue;
      this.#at++;
      const escape = this.#text[this.#at];
      if (escape === undefined) return this.#end();
      if (escape === 'u') {
        for (let digit = 0; digit < 4; digit++) {
          this.#at++;
          if (!/[0-9a-fA-F]/.test(this.#text[this.#at] ?? '')) return this.#unfit('in \\u hexadecimal character escape');
        }
      } else if (!escapes.includes(escape)) {
        return this.#unfit('in string escape code');
      }
    }
    this.#at++;
    return undefined;
  }

  #number(): { problem: string } | undefined {
    if (this.#text[this.#at] === '-') this.#at++;
    if (!this.#digits(this.#text[this.#at] === '0' ? 1 : Infinity)) return this.#unfit('in numeric literal');
    if (this.#text[this.#at] === '.') {
      this.#at++;
      if (!this.#digits()) return this.#unfit('after decimal point in numeric literal');
    }
    if (this.#text[this.#at] === 'e' || this.#text[this.#at] === 'E') {
      this.#at++;
      if (this.#text[this.#at] === '+' || this.#text[this.#at] === '-') this.#at++;
      if (!this.#digits()) return this.#unfit('in exponent of numeric literal');
    }
    return undefined;
  }

  #digits(most = Infinity): boolean {
    const start = this.#at;
    while (this.#at - start < most && isDigit(this.#text[this.#at] ?? '')) this.#at++;
    return this.#at > start;
  }

  #literal(literal: string): { problem: string } | undefined {
    for (const expected of literal) {
      if (this.#text[this.#at] !== expected) return this.#unfit(`in literal ${literal} (expecting '${expected}')`);
      this.#at++;
    }
    return undefined;
  }

  #skipSpace(): void {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? 'x')) this.#at++;
  }

  #end(): { problem: string } {
    return { problem: 'unexpected end of JSON input' };
  }

  #unfit(context: string): { problem: string } {
    const point = this.#text.codePointAt(this.#at);
    if (point === undefined) return this.#end();
    // Go looks at bytes, and shows one as the character of that number.
    const byte = Buffer.from(String.fromCodePoint(point))[0] ?? 0;
    return { problem: `invalid character ${quoted(String.fromCharCode(byte))} ${context}` };
  }
}

const isDigit = (character: string): boolean => character >= '0' && character <= '9' && character.length === 1;

/** One character as Go's decoder shows it: in its own quotes, and otherwise as Go writes text. */
function quoted(character: string): string {
  if (character === "'") return "'\\''";
  return character === '"' ? `'"'` : `'${goQuote(character).slice(1, -1)}'`;
}
