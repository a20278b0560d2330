import { binarySuffixes, decimalSuffixes, parseQuantity, roundedUp, type Quantity } from './parse.ts';

const suffixOfDecimal = new Map([...decimalSuffixes].map(([suffix, exponent]) => [exponent, suffix]));
const suffixOfBinary = new Map([...binarySuffixes].map(([suffix, exponent]) => [exponent, suffix]));

const known = new Map<string, string>();
const knownLimit = 4096;
const knownLength = 24;

/** The form in which the API shows a quantity: `1000m` becomes `1`. Throws QuantityError when it is none. */
export function canonicalQuantity(text: string): string {
  const before = known.get(text);
  if (before !== undefined) return before;
  const canonical = formatQuantity(parseQuantity(text));
  if (text.length > knownLength) return canonical;
  if (known.size >= knownLimit) known.clear();
  known.set(text, canonical);
  return canonical;
}

/** No precision is lost, no fraction is shown, and the suffix is as large as possible. */
export function formatQuantity(quantity: Quantity): string {
  const { amount, scale, format, text } = quantity;
  if (text !== undefined) return text;
  if (amount === 0n) return '0';
  if (format === 'BinarySI') {
    const { amount: whole, scale: wholeScale, exact } = roundedUp(amount, scale, 0);
    const value = whole * 10n ** BigInt(wholeScale);
    if (exact && (value <= -1024n || value >= 1024n)) return binary(value);
  }
  return decimal(amount, scale, format === 'DecimalExponent');
}

function binary(value: bigint): string {
  let mantissa = value;
  let exponent = 0;
  while (mantissa % 1024n === 0n) {
    mantissa /= 1024n;
    exponent += 10;
  }
  return `${mantissa}${suffixOfBinary.get(exponent) ?? ''}`;
}

function decimal(amount: bigint, scale: number, withExponent: boolean): string {
  let mantissa = amount;
  let exponent = scale;
  while (mantissa % 10n === 0n) {
    mantissa /= 10n;
    exponent++;
  }
  while (exponent % 3 !== 0) {
    mantissa *= 10n;
    exponent--;
  }
  if (withExponent) return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`;
  // Beyond exa there is no suffix. Upstream then leaves it out, which changes the number; an exponent does not.
  return `${mantissa}${suffixOfDecimal.get(exponent) ?? `e${exponent}`}`;
}
