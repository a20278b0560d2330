import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { int32, list, map, defineType, object, string } from '../schema.ts';
import { difference } from './field-set.ts';
import { prune } from './prune.ts';
import { fieldsOf } from './typed/fields-of.ts';
import { merge } from './typed/merge.ts';
import { rootShape } from './typed/shape.ts';

const Port = defineType('test.Port', '', { port: int32(1, '') });
const Part = defineType('test.Part', '', {
  name: string(1, ''),
  image: string(2, ''),
  ports: list(3, Port, '', { listType: 'map', listMapKeys: ['port'] }),
});
const Whole = defineType('test.Whole', '', {
  size: int32(1, ''),
  labels: map(2, 'string', ''),
  part: object(3, Part, ''),
  parts: list(4, Part, '', { listType: 'map', listMapKeys: ['name'] }),
  names: list(5, 'string', '', { listType: 'set' }),
});
const shape = rootShape(Whole);

const port = fc.record({ port: fc.constantFrom(1, 2) });
const part = fc.record(
  { image: fc.constantFrom('a', 'b'), ports: fc.uniqueArray(port, { selector: (each) => each.port, maxLength: 2 }) },
  { requiredKeys: [] },
);
const parts = fc.uniqueArray(
  fc.tuple(fc.constantFrom('x', 'y'), part).map(([name, rest]) => ({ name, ...rest })),
  { selector: ({ name }) => name, maxLength: 2 },
);
const whole = fc.record(
  {
    size: fc.option(fc.constantFrom(1, 2)),
    labels: fc.dictionary(fc.constantFrom('a', 'b'), fc.constant('1'), { maxKeys: 2 }),
    part,
    parts,
    names: fc.uniqueArray(fc.constantFrom('n', 'm'), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

test('what applies all that it applied before removes nothing, told at once or the long way', () => {
  let short = 0;
  fc.assert(
    fc.property(whole, whole, fc.option(whole), whole, (live, patch, others, other) => {
      const before = others ?? patch;
      const merged = merge(shape, live, patch) as Record<string, unknown>;
      const own = fieldsOf(shape, patch);
      const applied = fieldsOf(shape, before);
      const last = difference(applied, difference(applied, own));
      const managed = [other, patch].map((value) => ({
        manager: 'm',
        operation: 'Apply' as const,
        apiVersion: 'v1',
        subresource: '',
        time: undefined,
        fields: fieldsOf(shape, value),
      }));
      const pruned = prune(shape, merged, { last, patch, own, managed });
      // Without its own fields it cannot tell at once.
      const prunedTheLongWay = prune(shape, merged, { last, patch, own: undefined, managed });
      assert.deepEqual(pruned, prunedTheLongWay);
      if (last && pruned === merged) short++;
    }),
    { numRuns: 4000 },
  );
  assert.ok(short > 30);
});
