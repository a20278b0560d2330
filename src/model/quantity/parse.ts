/** How a quantity is written: `12M`, `12Mi` or `12e6`. It keeps the way it was given. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** An exact number, `amount` × 10^`scale`, that remembers how it is written. */
export interface Quantity {
  readonly amount: bigint;
  readonly scale: number;
  readonly format: QuantityFormat;
  /** How it was given, where that counts as canonical. */
  readonly text?: string;
}

/** The text is no quantity. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
}

/** Finer parts are rounded up, away from zero. */
export const finestScale = -9;
const largestBinary = 2n ** 63n - 1n;

// Numbers of more digits than this cannot be meant, and calculating with them takes forever.
const largestExponent = 4096;

const shape = /^([+-]?)0*(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;
const wrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const wrongNumber = 'unable to parse numeric part of quantity';
const wrongSuffix = "unable to parse quantity's suffix";

export const decimalSuffixes: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);

export const binarySuffixes: ReadonlyMap<string, number> = new Map([
  ['Ki', 10],
  ['Mi', 20],
  ['Gi', 30],
  ['Ti', 40],
  ['Pi', 50],
  ['Ei', 60],
]);

/** Clusters use few different quantities, many times. */
const known = new Map<string, Quantity>();
const knownLimit = 4096;
const knownLength = 24;

/** Throws QuantityError with the message of upstream. */
export function parseQuantity(text: string): Quantity {
  const before = known.get(text);
  if (before) return before;
  const quantity = parse(text);
  if (text.length > knownLength) return quantity;
  if (known.size >= knownLimit) known.clear();
  known.set(text, quantity);
  return quantity;
}

function parse(text: string): Quantity {
  const parts = text === '' ? null : shape.exec(text);
  if (!parts) throw new QuantityError(wrongFormat);
  const [, sign = '', leading = '', fraction = '', suffix = ''] = parts;
  const digits = `${leading || '0'}${fraction}`;
  const { exponent, format } = interpret(suffix);
  const magnitude = BigInt(digits);
  const signed = sign === '-' ? -magnitude : magnitude;
  if (format === 'BinarySI') return binary(text, { signed, exponent, leading, fraction });

  const scale = exponent - fraction.length;
  if (digits.length <= 18 && scale >= finestScale) {
    const canonical = scale % 3 === 0 && !digits.endsWith('000') && digits[0] !== '0';
    return canonical || text === '0' ? { amount: signed, scale, format, text } : { amount: signed, scale, format };
  }
  return { ...roundedUp(signed, scale, finestScale), format };
}

function binary(
  text: string,
  { signed, exponent, leading, fraction }: { signed: bigint; exponent: number; leading: string; fraction: string },
): Quantity {
  const multiplied = signed << BigInt(exponent);
  if (fraction === '') {
    const precision = 14 - (leading || '0').length - Math.trunc((exponent * 3) / 10);
    if (precision >= 0 && (signed & 7n) !== 0n) return { amount: multiplied, scale: 0, format: 'BinarySI', text };
  }
  const { amount, scale } = roundedUp(multiplied, -fraction.length, finestScale);
  const magnitude = amount < 0n ? -amount : amount;
  const one = 10n ** BigInt(-scale);
  if (magnitude > largestBinary * one) return { amount: amount < 0n ? -largestBinary : largestBinary, scale: 0, format: 'BinarySI' };
  return { amount, scale, format: magnitude > 0n && magnitude < one ? 'DecimalSI' : 'BinarySI' };
}

function interpret(suffix: string): { exponent: number; format: QuantityFormat } {
  const decimal = decimalSuffixes.get(suffix);
  if (decimal !== undefined) return { exponent: decimal, format: 'DecimalSI' };
  const exponent = binarySuffixes.get(suffix);
  if (exponent !== undefined) return { exponent, format: 'BinarySI' };
  if (!/^[eE][-+]?\d+$/.test(suffix)) throw new QuantityError(wrongSuffix);
  const written = Number(suffix.slice(1));
  if (written > largestExponent) throw new QuantityError(wrongNumber);
  return { exponent: Math.max(written, -largestExponent), format: 'DecimalExponent' };
}

/** The same number if it is no finer than the scale, else the next one away from zero that is not. */
export function roundedUp(amount: bigint, scale: number, finest: number): { amount: bigint; scale: number; exact: boolean } {
  const surplus = finest - scale;
  if (surplus <= 0) return { amount, scale, exact: true };
  if (amount === 0n) return { amount, scale: finest, exact: true };
  // Every digit is cut off: what remains is the smallest amount there is.
  if (surplus > amount.toString().length) return { amount: amount < 0n ? -1n : 1n, scale: finest, exact: false };
  const divisor = 10n ** BigInt(surplus);
  const quotient = amount / divisor;
  if (quotient * divisor === amount) return { amount: quotient, scale: finest, exact: true };
  return { amount: amount < 0n ? quotient - 1n : quotient + 1n, scale: finest, exact: false };
}
