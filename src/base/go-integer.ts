import { goQuote } from './go-quote.ts';

/** A whole number of 64 bits as Go's `strconv.ParseInt` reads it, or what it says of text that is none. */
export function readInt64(text: string): { readonly value: bigint; readonly problem?: undefined } | { readonly problem: string } {
  const refused = (why: string) => ({ problem: `strconv.ParseInt: parsing ${goQuote(text)}: ${why}` });
  if (!/^[+-]?\d+$/.test(text)) return refused('invalid syntax');
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? { value } : refused('value out of range');
}
