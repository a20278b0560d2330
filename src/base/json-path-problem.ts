/**
 * What is wrong with a template of JSONPath expressions such as `{.spec.rules[0].host}`, in the words of client-go's parser
 * (`util/jsonpath`), or nothing. What the template finds is not looked at.
 */
export function jsonPathProblem(template: string): string | undefined {
  try {
    new Parser(template).text();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

class Problem extends Error {
  override readonly name = 'Problem';
}

const ends = /[ \t\r\n.,[\]$@{}]/;
const isWordCharacter = (character: string): boolean => /[_\p{L}\p{Nd}]/u.test(character);

class Parser {
  readonly #input: string;
  #at = 0;
  #start = 0;
  /** Whether what stands before in this action is `..`. */
  #descends = false;

  constructor(input: string) {
    this.#input = input;
  }

  /** Up to the next action, or the end. */
  text(): void {
    for (let open = this.#input.indexOf('{', this.#at); open >= 0; open = this.#input.indexOf('{', this.#at)) {
      this.#at = open + 1;
      this.#taken();
      this.#descends = false;
      this.#action();
    }
  }

  #action(): void {
    for (;;) {
      if (this.#skips('}')) {
        this.#taken();
        return;
      }
      if (this.#skips('[?(')) this.#filter();
      else if (this.#skips('..')) this.#recursion();
      else this.#step(this.#next());
    }
  }

  #step(character: string | undefined): void {
    if (character === undefined || character === '\r' || character === '\n') throw new Problem('unclosed action');
    if (character === ' ' || character === '@' || character === '$') {
      this.#taken();
      return;
    }
    this.#descends = false;
    if (character === '[') this.#array();
    else if (character === '"' || character === "'") this.#quote(character);
    else if (character === '.') this.#field();
    else if (/[-+\p{Nd}]/u.test(character)) this.#number(character);
    else if (isWordCharacter(character)) this.#untilEnd();
    else throw new Problem(`unrecognized character in action: ${shown(character)}`);
  }

  #recursion(): void {
    if (this.#descends) throw new Problem('invalid multiple recursive descent');
    this.#descends = true;
    this.#taken();
    if (isWordCharacter(this.#peek() ?? '')) {
      this.#field();
      this.#descends = false;
    }
  }

  #field(): void {
    this.#taken();
    for (let next = this.#peek(); next !== undefined && !ends.test(next); next = this.#peek()) {
      this.#next();
      if (next === '\\') this.#next();
    }
    this.#taken();
  }

  #untilEnd(): void {
    for (let next = this.#peek(); next !== undefined && !ends.test(next); next = this.#peek()) this.#next();
    this.#taken();
  }

  #number(first: string): void {
    if (!/[-+]/.test(first)) this.#at = this.#start;
    for (let next = this.#peek(); next !== undefined && /[.\p{Nd}]/u.test(next); next = this.#peek()) this.#next();
    const text = this.#taken();
    if (!/^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text)) throw new Problem(`cannot parse number ${text}`);
  }

  #quote(end: string): void {
    for (;;) {
      const next = this.#next();
      if (next === undefined || next === '\n') throw new Problem('unterminated quoted string');
      if (next === end && this.#input[this.#at - 2] !== '\\') break;
    }
    const text = this.#taken();
    const inner = text.slice(1, -1).replaceAll(/\\(?:[abfnrtv\\]|x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|[0-3][0-7]{2})/gi, '');
    if (text.length < 2 || inner.replaceAll(`\\${end}`, '').match(/\\/)) throw new Problem(`unquote string ${text} error invalid syntax`);
  }

  #array(): void {
    for (;;) {
      const next = this.#next();
      if (next === undefined || next === '\n') throw new Problem('unterminated array');
      if (next === ']') break;
    }
    const text = this.#taken().slice(1, -1);
    const parts = text.split(',');
    const [, key] = /^'([^']*)'$/.exec(text) ?? [];
    if (parts.length > 1) for (const part of parts) within(`[${part.replaceAll(/^ +| +$/g, '')}]`);
    else if (key !== undefined) within(`.${key}`);
    else if (text !== '*') checkSlice(text);
  }

  #filter(): void {
    this.#taken();
    this.#descends = false;
    let pair = '';
    let isClosed = false;
    for (;;) {
      const next = this.#next();
      if (next === undefined || next === '\n') throw new Problem('unterminated filter');
      if (next === '"' || next === "'") {
        if (pair === '') pair = next;
        else if (this.#input[this.#at - 2] !== '\\' && next === pair) isClosed = true;
      } else if (next === ')' && (pair !== '') === isClosed) break;
    }
    if (this.#next() !== ']') throw new Problem('unclosed array expect ]');
    const text = this.#taken().slice(0, -2);
    const [, left, , right] = /^([^!<>=]+)([!<>=]+)(.+)$/.exec(text) ?? [];
    within(left ?? text);
    if (right !== undefined) within(right);
  }

  #skips(prefix: string): boolean {
    if (!this.#input.startsWith(prefix, this.#at)) return false;
    this.#at += prefix.length;
    return true;
  }

  #peek(): string | undefined {
    const code = this.#input.codePointAt(this.#at);
    return code === undefined ? undefined : String.fromCodePoint(code);
  }

  #next(): string | undefined {
    const next = this.#peek();
    this.#at += next?.length ?? 0;
    return next;
  }

  #taken(): string {
    const text = this.#input.slice(this.#start, this.#at);
    this.#start = this.#at;
    return text;
  }
}

/** What stands in brackets is read on its own. */
const within = (text: string): void => new Parser(`{${text}}`).text();

function checkSlice(text: string): void {
  const [, ...numbers] = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text) ?? [];
  if (numbers.length === 0) throw new Problem(`invalid array index ${text}`);
  for (const given of numbers) {
    const number = given?.replace(':', '') ?? '';
    const isTooLarge = number !== '' && number !== '-' && BigInt.asIntN(64, BigInt(number)) !== BigInt(number);
    if (number === '-' || isTooLarge) throw new Problem(`array index ${number} is not a number`);
  }
}

function shown(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /[\p{C}\p{Z}]/u.test(character) ? `U+${code}` : `U+${code} '${character}'`;
}
