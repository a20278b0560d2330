import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  isQuantity,
  isZeroQuantity,
  multiplyQuantity,
  negateQuantity,
  parseQuantity,
  quantityMilliValue,
  quantityNumber,
  quantityOf,
  quantitySign,
  quantityValue,
  roundUpQuantity,
  subtractQuantities,
} from './quantity.ts';

test('quantities are shown in the form upstream shows them in', () => {
  const cases: Record<string, string> = {
    '0': '0',
    '00': '0',
    '0Ki': '0',
    '.': '0',
    '1': '1',
    '1000m': '1',
    '100m': '100m',
    '0.1': '100m',
    '1.5': '1500m',
    '1.500': '1.500',
    '1000': '1k',
    '1024Mi': '1Gi',
    '300Mi': '300Mi',
    '307200Ki': '300Mi',
    '1025024Mi': '1001Gi',
    '1.5Gi': '1536Mi',
    '0.5Mi': '512Ki',
    '5000m': '5',
    '1000M': '1G',
    '0.001T': '1G',
    '1080000000n': '1080m',
    '.001Ki': '1024m',
    '.000001Ki': '1024u',
    '.000000001Ki': '1024n',
    '.000000000001Ki': '2n',
    '1e3': '1e3',
    '1E3': '1E3',
    '.001e12': '1e9',
    '0.001e0': '1e-3',
    '1000e-12': '1e-9',
    '1e1': '10',
    '3.001n': '4n',
    '1.1E-9': '2e-9',
    '-3.001n': '-4n',
    '9Ei': '9223372036854775807',
    '-9Ei': '-9223372036854775807',
    '12E': '12E',
    '-1': '-1',
    '+1': '+1',
    '-0.5': '-500m',
    '100.035k': '100.035k',
    '1000E': '1e21',
    '1e-1000000000': '1e-9',
    '9223372036854775807': '9223372036854775807',
    '123456789012345678901234567890': '123456789012345678901234567890',
  };
  for (const [given, wanted] of Object.entries(cases)) assert.equal(canonicalQuantity(given), wanted, given);
});

test('what is no quantity is refused with a reason', () => {
  const format = /^QuantityError: quantities must match the regular expression/;
  for (const text of ['', 'abc', '1.1.M', '1+1.0M', ' 1', '1 ', '0.1am', '1,5']) assert.throws(() => parseQuantity(text), format, text);
  for (const text of ['1i', '.5i', '-3.01e-', '0.1mi', '1Kii', '1e'])
    assert.throws(() => parseQuantity(text), /unable to parse quantity's suffix/, text);
  assert.throws(() => parseQuantity('1e999999999'), /unable to parse numeric part of quantity/);
  assert.equal(isQuantity('1Gi'), true);
  assert.equal(isQuantity('x'), false);
});

test('values are rounded up, away from zero', () => {
  const cases: [text: string, value: number, milli: number][] = [
    ['1', 1, 1000],
    ['100m', 1, 100],
    ['-100m', -1, -100],
    ['1500m', 2, 1500],
    ['1u', 1, 1],
    ['1Gi', 1024 ** 3, 1024 ** 3 * 1000],
    ['2k', 2000, 2_000_000],
    ['1e3', 1000, 1_000_000],
  ];
  for (const [text, value, milli] of cases) {
    assert.equal(quantityValue(text), value, text);
    assert.equal(quantityMilliValue(text), milli, text);
  }
  assert.equal(quantityNumber('1500m'), 1.5);
  assert.equal(formatQuantity(roundUpQuantity('1.0005', -3)), '1001m');
});

test('sums keep the format of the first that is not zero', () => {
  assert.equal(formatQuantity(addQuantities('0', '1Gi')), '1Gi');
  assert.equal(formatQuantity(addQuantities('1Gi', '1k')), '1073742824');
  assert.equal(formatQuantity(addQuantities('100m', '900m')), '1');
  assert.equal(formatQuantity(subtractQuantities('2Gi', '1Gi')), '1Gi');
  assert.equal(formatQuantity(negateQuantity('1Gi')), '-1Gi');
  assert.equal(formatQuantity(multiplyQuantity('250m', 4)), '1');
  assert.equal(formatQuantity(quantityOf(1024, { format: 'BinarySI' })), '1Ki');
  assert.equal(isZeroQuantity('0.0Gi'), true);
  assert.equal(quantitySign('-1m'), -1);
});

const suffixes: Record<string, [bigint, bigint]> = Object.fromEntries([
  ...['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map((suffix, index): [string, [bigint, bigint]] => {
    const exponent = index * 3 - 9;
    return [suffix, exponent < 0 ? [1n, 10n ** BigInt(-exponent)] : [10n ** BigInt(exponent), 1n]];
  }),
  ...['Ki', 'Mi', 'Gi', 'Ti'].map((suffix, index): [string, [bigint, bigint]] => [suffix, [1024n ** BigInt(index + 1), 1n]]),
]);

/** Quantities that need no rounding, as text and as an exact fraction. */
const exact = fc
  .record({
    negative: fc.boolean(),
    whole: fc.bigInt(0n, 1_000_000n),
    decimals: fc.stringMatching(/^\d{0,3}$/),
    suffix: fc.constantFrom(...Object.keys(suffixes)),
  })
  .map(({ negative, whole, decimals, suffix }) => {
    const places = suffix === 'n' || suffix === 'u' ? '' : decimals;
    const [numerator, denominator] = suffixes[suffix] ?? [1n, 1n];
    const digits = BigInt(`${whole}${places}`) * (negative ? -1n : 1n);
    return {
      text: `${negative ? '-' : ''}${whole}${places ? `.${places}` : ''}${suffix}`,
      numerator: digits * numerator,
      denominator: denominator * 10n ** BigInt(places.length),
    };
  });

test('parsing, comparing, adding and subtracting agree with exact fractions', () => {
  fc.assert(
    fc.property(exact, exact, (a, b) => {
      const left = a.numerator * b.denominator;
      const right = b.numerator * a.denominator;
      const common = a.denominator * b.denominator;
      assert.equal(compareQuantities(a.text, b.text), left < right ? -1 : left > right ? 1 : 0);
      assertEquals(addQuantities(a.text, b.text), left + right, common);
      assertEquals(subtractQuantities(a.text, b.text), left - right, common);
    }),
  );
});

test('the shown form is the same number, and is shown as itself', () => {
  fc.assert(
    fc.property(exact, ({ text }) => {
      const shown = canonicalQuantity(text);
      assert.equal(compareQuantities(text, shown), 0);
      assert.equal(canonicalQuantity(shown), shown);
    }),
  );
});

test('whole and milli values are the least integers not smaller in magnitude', () => {
  fc.assert(
    fc.property(exact, ({ text, numerator, denominator }) => {
      const away = (n: bigint) => (n < 0n ? -((-n + denominator - 1n) / denominator) : (n + denominator - 1n) / denominator);
      assert.equal(quantityValue(text), Number(away(numerator)));
      assert.equal(quantityMilliValue(text), Number(away(numerator * 1000n)));
    }),
  );
});

function assertEquals({ amount, scale }: { amount: bigint; scale: number }, numerator: bigint, denominator: bigint): void {
  const left = scale < 0 ? amount : amount * 10n ** BigInt(scale);
  const right = scale < 0 ? 10n ** BigInt(-scale) : 1n;
  assert.equal(left * denominator, numerator * right);
}
