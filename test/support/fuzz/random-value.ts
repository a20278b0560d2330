import type { ObjectSchema, Schema } from '../../../src/model/schema.ts';
import type { Dice } from './dice.ts';

const texts = [
  '',
  'a',
  'web',
  'default',
  'A_B',
  'x'.repeat(300),
  '1',
  '-1',
  'true',
  '10m',
  '1Gi',
  '100e',
  '80%',
  '2026-01-01T00:00:00Z',
  '2026-13-01T99:00:00Z',
  '10.0.0.1',
  '::1',
  '10.0.0.0/8',
  'é\u0000\ud800',
  '../..',
  '$(X)',
  '=~*',
  'TCP',
  'v1',
  'Pod',
  'https://a/b',
  '*',
];
const numbers = [0, 1, -1, 2, 80, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, 2 ** 63, 1e300, 0.5, -0];
/** Deep enough for containers, and for what these hold. */
const maxDepth = 7;

/** Any JSON value, mostly small. */
export function randomJson(dice: Dice, depth = 0): unknown {
  switch (dice.below(depth > 3 ? 5 : 8)) {
    case 0:
      return null;
    case 1:
      return dice.chance(0.5);
    case 2:
      return dice.pick(numbers);
    case 3:
    case 4:
      return dice.pick(texts);
    case 5:
      return Array.from({ length: dice.below(4) }, () => randomJson(dice, depth + 1));
    default:
      return Object.fromEntries(Array.from({ length: dice.below(4) }, () => [dice.pick(texts), randomJson(dice, depth + 1)]));
  }
}

/** A value that fits a schema, but for what is wrong with it now and then. */
export function randomValue(schema: Schema, dice: Dice, depth = 0): unknown {
  if (dice.chance(0.02)) return randomJson(dice);
  if (typeof schema === 'string') return randomScalar(schema, dice);
  switch (schema.type) {
    case 'list':
      return Array.from({ length: dice.below(depth > 4 ? 2 : 3) }, () => randomValue(schema.items, dice, depth + 1));
    case 'map':
      return Object.fromEntries(
        Array.from({ length: dice.below(3) }, () => [dice.pick(texts), randomValue(schema.values, dice, depth + 1)]),
      );
    case 'object':
      return randomObject(schema, dice, depth);
    default:
      return schema satisfies never;
  }
}

function randomObject({ fields }: ObjectSchema, dice: Dice, depth: number): object {
  const value: Record<string, unknown> = {};
  // The deeper, the less: otherwise a pod would never end.
  const share = depth > maxDepth ? 0 : depth < 2 ? 0.5 : 2 / (Object.keys(fields).length + 1) + 0.15;
  for (const [name, field] of Object.entries(fields)) {
    if (!dice.chance(field.required && depth <= maxDepth ? 0.9 : share)) continue;
    value[name] = field.enum && dice.chance(0.8) ? dice.pick(field.enum) : randomValue(field.schema, dice, depth + 1);
  }
  if (dice.chance(0.03)) value[dice.pick(texts)] = randomJson(dice);
  return value;
}

function randomScalar(schema: string, dice: Dice): unknown {
  switch (schema) {
    case 'boolean':
      return dice.chance(0.5);
    case 'int32':
    case 'int64':
    case 'double':
      return dice.pick(numbers);
    case 'intOrString':
      return dice.chance(0.5) ? dice.pick(numbers) : dice.pick(texts);
    case 'rawExtension':
    case 'json':
      return randomJson(dice);
    case 'time':
    case 'microTime':
      return dice.pick(['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000001Z', '0001-01-01T00:00:00Z', 'now', '']);
    case 'quantity':
      return dice.pick(['1', '10m', '1Gi', '1e3', '-1', '0', 'x', '1.5', '999999999999999999999', '']);
    default:
      return dice.pick(texts);
  }
}
