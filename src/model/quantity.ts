/** Resource quantities as `resource.Quantity` upstream: exact, and written the way they were given. */
import { parseQuantity, roundedUp, type Quantity, type QuantityFormat } from './quantity/parse.ts';

export { canonicalQuantity, formatQuantity } from './quantity/format.ts';
export { parseQuantity, QuantityError, type Quantity, type QuantityFormat } from './quantity/parse.ts';

/** Where a quantity is expected, its text will do. */
export type QuantityLike = Quantity | string;

const asQuantity = (quantity: QuantityLike): Quantity => (typeof quantity === 'string' ? parseQuantity(quantity) : quantity);

export const zeroQuantity: Quantity = { amount: 0n, scale: 0, format: 'DecimalSI' };

/** A quantity of this many thousands, units, … : `scale` is the power of ten. */
export const quantityOf = (
  amount: number | bigint,
  { scale = 0, format = 'DecimalSI' }: { scale?: number; format?: QuantityFormat } = {},
): Quantity => ({ amount: BigInt(amount), scale, format });

export function isQuantity(text: string): boolean {
  try {
    parseQuantity(text);
    return true;
  } catch {
    return false;
  }
}

/** Rounded up, away from zero. Beyond 2^53 it is the nearest number there is. */
export const quantityValue = (quantity: QuantityLike): number => scaledQuantityValue(quantity, 0);

/** Thousandths, rounded up, away from zero. */
export const quantityMilliValue = (quantity: QuantityLike): number => scaledQuantityValue(quantity, -3);

/** How many times 10^scale it is, rounded up, away from zero. */
export function scaledQuantityValue(quantity: QuantityLike, scale: number): number {
  const { amount, scale: own } = asQuantity(quantity);
  if (own === scale) return Number(amount);
  if (own > scale) return Number(amount * 10n ** BigInt(own - scale));
  return Number(roundedUp(amount, own, scale).amount);
}

/** The nearest floating point number, fractions included. */
export function quantityNumber(quantity: QuantityLike): number {
  const { amount, scale } = asQuantity(quantity);
  return scale < 0 ? Number(amount) / 10 ** -scale : Number(amount) * 10 ** scale;
}

export function compareQuantities(a: QuantityLike, b: QuantityLike): -1 | 0 | 1 {
  const [left, right] = aligned(asQuantity(a), asQuantity(b));
  return left < right ? -1 : left > right ? 1 : 0;
}

export const equalQuantities = (a: QuantityLike, b: QuantityLike): boolean => a === b || compareQuantities(a, b) === 0;

/** Takes over the other's format when it was zero. */
export function addQuantities(a: QuantityLike, b: QuantityLike): Quantity {
  const left = asQuantity(a);
  const right = asQuantity(b);
  const [x, y, scale] = aligned(left, right);
  return { amount: x + y, scale, format: left.amount === 0n ? right.format : left.format };
}

export const subtractQuantities = (a: QuantityLike, b: QuantityLike): Quantity => addQuantities(a, negateQuantity(b));

export function negateQuantity(quantity: QuantityLike): Quantity {
  const { amount, scale, format } = asQuantity(quantity);
  return { amount: -amount, scale, format };
}

export function multiplyQuantity(quantity: QuantityLike, factor: number | bigint): Quantity {
  const { amount, scale, format } = asQuantity(quantity);
  return { amount: amount * BigInt(factor), scale, format };
}

/** Rounded up, away from zero, so that nothing finer than 10^scale is left. */
export function roundUpQuantity(quantity: QuantityLike, scale: number): Quantity {
  const given = asQuantity(quantity);
  if (given.scale >= scale) return given;
  const { amount, scale: rounded } = roundedUp(given.amount, given.scale, scale);
  return { amount, scale: rounded, format: given.format };
}

export const isZeroQuantity = (quantity: QuantityLike): boolean => asQuantity(quantity).amount === 0n;

export function quantitySign(quantity: QuantityLike): -1 | 0 | 1 {
  const { amount } = asQuantity(quantity);
  return amount < 0n ? -1 : amount > 0n ? 1 : 0;
}

function aligned(a: Quantity, b: Quantity): [bigint, bigint, number] {
  if (a.scale === b.scale) return [a.amount, b.amount, a.scale];
  const scale = Math.min(a.scale, b.scale);
  return [a.amount * 10n ** BigInt(a.scale - scale), b.amount * 10n ** BigInt(b.scale - scale), scale];
}
