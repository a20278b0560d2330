import { defineScalarTag, FAILSAFE_SCHEMA, mergeTag, NOT_RESOLVED } from 'js-yaml';

/** What plain words mean in YAML as Kubernetes' tools read it: a mixture of YAML 1.1 and 1.2. */
const words: ReadonlyMap<string, boolean | null> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

const infinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const decimal = /^[-+]?(?:0|[1-9]\d*)$/;
const octal = /^[-+]?0o?[0-7]+$/;
const otherBase = /^[-+]?0(?:[xX][0-9a-fA-F]+|[bB][01]+)$/;
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** The value of a plain scalar, or undefined for what is just a string. Times stay strings. */
export function plainValue(text: string): boolean | number | null | undefined {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.\d]/.test(text)) return undefined;
  if (infinite.test(text)) return text.includes('n') && !text.includes('i') ? Number.NaN : text.startsWith('-') ? -Infinity : Infinity;
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '');
  if (decimal.test(plain)) return Number(plain);
  if (octal.test(plain)) return signed(plain, (digits) => Number.parseInt(digits.replace(/^0o?/, ''), 8));
  if (otherBase.test(plain)) return signed(plain, Number);
  return float.test(plain) ? Number(plain) : undefined;
}

const signed = (text: string, read: (digits: string) => number): number =>
  text.startsWith('-') ? -read(text.slice(1)) : read(text.replace(/^\+/, ''));

const plainTag = (name: string, accepts: (value: unknown) => boolean) =>
  defineScalarTag<unknown>(`tag:yaml.org,2002:${name}`, {
    implicit: true,
    resolve(source) {
      const value = plainValue(source);
      return value !== undefined && accepts(value) ? value : NOT_RESOLVED;
    },
    identify: accepts,
  });

/** Bytes are base64 in JSON, which is how YAML writes them, too. */
const textTag = (name: string) =>
  defineScalarTag<unknown>(`tag:yaml.org,2002:${name}`, { resolve: (source) => source, identify: () => false });

export const kubernetesSchema = FAILSAFE_SCHEMA.withTags(
  plainTag('null', (value) => value === null),
  plainTag('bool', (value) => typeof value === 'boolean'),
  plainTag('int', (value) => typeof value === 'number' && Number.isInteger(value)),
  plainTag('float', (value) => typeof value === 'number'),
  textTag('timestamp'),
  textTag('binary'),
  mergeTag,
);
