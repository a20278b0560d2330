import { canonicalQuantity } from '../quantity.ts';
import type { Scalar } from '../schema.ts';
import { canonicalMicroTime, canonicalTime } from '../timestamp.ts';
import { copyJson } from './nesting.ts';

/** Takes a value that is neither null nor undefined; gives undefined for what counts as absent. */
export type DecodeScalar = (value: unknown) => unknown;

/**
 * Thrown when a value does not fit. It says nothing, so that the usual way stays short: who catches it looks for the
 * place once more, with `findProblems`.
 */
export const mismatch = new Error('The value does not fit its schema');

const refuse = (): never => {
  throw mismatch;
};

/** The largest number below 2^63, which is what a 64-bit integer can hold. */
const largestInt64 = 2 ** 63 - 1024;

export const decodeScalar: Readonly<Record<Scalar, DecodeScalar>> = {
  string: (value) => (typeof value === 'string' ? value : refuse()),
  boolean: (value) => (typeof value === 'boolean' ? value : refuse()),
  // The bitwise form turns -0 into 0 and drops everything that is no 32-bit integer.
  int32: (value) => (typeof value === 'number' && (value | 0) === value ? value | 0 : refuse()),
  int64(value) {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < -(2 ** 63) || value > 2 ** 63) refuse();
    return Math.min(value as number, largestInt64) + 0;
  },
  double: (value) => (typeof value === 'number' ? value : refuse()),
  bytes: (value) => (typeof value === 'string' ? canonicalBase64(value) : refuse()),
  time: (value) => (typeof value === 'string' ? canonicalTime(value) || undefined : refuse()),
  microTime: (value) => (typeof value === 'string' ? canonicalMicroTime(value) || undefined : refuse()),
  quantity: (value) => canonicalQuantity(quantityText(value)),
  intOrString(value) {
    if (typeof value === 'string') return value;
    return typeof value === 'number' && (value | 0) === value ? value | 0 : refuse();
  },
  rawExtension: (value) => copyJson(value),
  json: (value) => copyJson(value),
};

/** What stands for a value that was not given but is always shown. */
export const zeroScalar: Readonly<Record<Scalar, unknown>> = {
  string: '',
  boolean: false,
  int32: 0,
  int64: 0,
  double: 0,
  bytes: null,
  time: null,
  microTime: null,
  quantity: '0',
  intOrString: 0,
  rawExtension: null,
  json: null,
};

/** Numbers are as good as strings; everything else reads as text that is no quantity. */
export const quantityText = (value: unknown): string => (typeof value === 'string' ? value.trim() : JSON.stringify(value));

/** Unused bits and line breaks are dropped; anything else that is not base64 with padding is refused. */
export function canonicalBase64(text: string): string {
  const canonical = Buffer.from(text, 'base64').toString('base64');
  if (canonical === text || invalidBase64At(text) < 0) return canonical;
  throw mismatch;
}

/** The offset Go's decoder complains about; -1 when the text is base64. */
export function invalidBase64At(text: string): number {
  let inGroup = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) continue;
    if (code === 0x3d) return paddingProblem(text, at, inGroup);
    if (!/[A-Za-z0-9+/]/.test(text.charAt(at))) return at;
    inGroup = (inGroup + 1) % 4;
  }
  return inGroup === 0 ? -1 : text.length - inGroup;
}

function paddingProblem(text: string, at: number, inGroup: number): number {
  if (inGroup < 2) return at;
  let next = skipBreaks(text, at + 1);
  if (inGroup === 2) {
    if (next === text.length) return text.length;
    if (text[next] !== '=') return next;
    next = skipBreaks(text, next + 1);
  }
  return next < text.length ? next : -1;
}

function skipBreaks(text: string, from: number): number {
  let at = from;
  while (text[at] === '\n' || text[at] === '\r') at++;
  return at;
}
