import { badRequest } from '../errors.ts';
import { checkLabelKey } from '../names.ts';
import { Field } from '../field.ts';
import { requirement, type LabelOperator, type Requirement } from './requirement.ts';

type TokenType = 'end' | 'identifier' | '(' | ')' | ',' | '!' | '=' | '==' | '!=' | '>' | '<' | 'in' | 'notin';

interface Token {
  readonly type: TokenType;
  readonly text: string;
}

const symbols: ReadonlySet<string> = new Set(['(', ')', ',', '!', '=', '==', '!=', '>', '<'] satisfies TokenType[]);
const isSymbol = (text: string): text is TokenType => symbols.has(text);

const operators: Partial<Record<TokenType, LabelOperator>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
};

/**
 * Reads `x in (a,,b),y,!z,n notin ()`. Throws BadRequest in the words of upstream. The requirements come sorted by key.
 */
export function parseRequirements(text: string): Requirement[] {
  const tokens = tokenize(text);
  const requirements: Requirement[] = [];
  let position = 0;

  // Where a value may stand, `in` and `notin` are values.
  const peek = (): Token => asValue(tokens[position] ?? end);
  const take = (): Token => asValue(tokens[position++] ?? end);
  const expected = ({ text: found }: Token, what: string): never => {
    throw badRequest(`found '${found}', expected: ${what}`);
  };

  for (;;) {
    const token = peek();
    if (token.type === 'end') break;
    if (token.type !== 'identifier' && token.type !== '!') expected(token, "!, identifier, or 'end of string'");
    requirements.push(inRequirement(one));
    const next = take();
    if (next.type === 'end') break;
    if (next.type !== ',') expected(next, "',' or 'end of string'");
    const after = peek();
    if (after.type !== 'identifier' && after.type !== '!') expected(after, "identifier after ','");
  }
  return requirements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));

  function one(): Requirement {
    const negated = peek().type === '!';
    if (negated) take();
    const name = take();
    if (name.type !== 'identifier') expected(name, 'identifier');
    const problems = checkLabelKey(name.text);
    if (problems.length > 0) throw badRequest(`<nil>: ${new Field().invalid(name.text, problems.join('; ')).message}`);
    const next = peek();
    if (next.type === 'end' || next.type === ',') return requirement(name.text, negated ? '!' : 'exists', []);
    const symbol = tokens[position++] ?? end;
    const operator = operators[symbol.type] ?? expected(symbol, 'in, notin, =, ==, !=, gt, lt');
    const values = operator === 'in' || operator === 'notin' ? list() : exact();
    return requirement(name.text, operator, [...new Set(values)].toSorted());
  }

  function exact(): string[] {
    const next = peek();
    if (next.type === 'end' || next.type === ',') return [''];
    const value = take();
    return value.type === 'identifier' ? [value.text] : expected(value, 'identifier');
  }

  function list(): string[] {
    const open = take();
    if (open.type !== '(') throw badRequest(`found '${open.text}' expected: '('`);
    const first = peek();
    if (first.type === ')') {
      take();
      return [''];
    }
    if (first.type !== 'identifier' && first.type !== ',') expected(first, "',', ')' or identifier");
    const values = identifiers();
    if (take().type !== ')') expected(first, "')'");
    return values;
  }

  /** Values may be empty: `(,a)` holds two. */
  function identifiers(): string[] {
    const values: string[] = [];
    for (;;) {
      const token = take();
      if (token.type === 'identifier') {
        values.push(token.text);
        const next = peek();
        if (next.type === ')') return values;
        if (next.type !== ',') expected(next, "',' or ')'");
      } else if (token.type === ',') {
        if (values.length === 0) values.push('');
        const next = peek();
        if (next.type === ')' || next.type === ',') values.push('');
        if (next.type === ')') return values;
      } else {
        expected(token, "',', or identifier");
      }
    }
  }
}

const end: Token = { type: 'end', text: '' };

const asValue = (token: Token): Token => (token.type === 'in' || token.type === 'notin' ? { type: 'identifier', text: token.text } : token);

function inRequirement(parse: () => Requirement): Requirement {
  try {
    return parse();
  } catch (error) {
    throw badRequest(`unable to parse requirement: ${(error as Error).message}`, error);
  }
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [piece] of text.matchAll(/[=!(),<>]+|[^=!(),<> \t\r\n]+/g)) {
    if (!/^[=!(),<>]/.test(piece)) tokens.push({ type: piece === 'in' || piece === 'notin' ? piece : 'identifier', text: piece });
    else tokens.push(...symbolsIn(piece));
  }
  return tokens;
}

/** The longest symbol first: `==` before `=`. */
function symbolsIn(piece: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < piece.length;) {
    const two = piece.slice(at, at + 2);
    const text = isSymbol(two) ? two : piece.charAt(at);
    if (isSymbol(text)) tokens.push({ type: text, text });
    at += text.length;
  }
  return tokens;
}
