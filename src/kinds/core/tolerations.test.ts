import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Taint } from './node/schema.ts';
import type { Toleration } from './pod/affinity.ts';
import { tolerates, untoleratedTaint } from './tolerations.ts';

const taint: Taint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };

suite('tolerations', () => {
  const cases: [name: string, toleration: Toleration, expected: boolean][] = [
    ['equal value', { key: 'dedicated', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' }, true],
    ['no operator means equal', { key: 'dedicated', value: 'gpu' }, true],
    ['another value', { key: 'dedicated', operator: 'Equal', value: 'cpu' }, false],
    ['any value', { key: 'dedicated', operator: 'Exists' }, true],
    ['another key', { key: 'other', operator: 'Exists' }, false],
    ['every taint', { operator: 'Exists' }, true],
    ['another effect', { operator: 'Exists', effect: 'NoExecute' }, false],
    ['a number where there is none', { key: 'dedicated', operator: 'Gt', value: '1' }, false],
  ];
  for (const [name, toleration, expected] of cases) {
    test(`${name}: ${expected ? 'tolerated' : 'not tolerated'}`, () => assert.equal(tolerates(toleration, taint), expected));
  }

  for (const [taintValue, operator, value, expected] of [
    ['950', 'Gt', '900', true],
    ['900', 'Gt', '900', false],
    ['-5', 'Lt', '3', true],
    ['10', 'Lt', '9', false],
    ['010', 'Lt', '99', false],
    ['9223372036854775808', 'Gt', '1', false],
  ] as const) {
    test(`${taintValue} is ${expected ? '' : 'not '}tolerated as ${operator} ${value}`, () => {
      assert.equal(tolerates({ key: 'sla', operator, value }, { key: 'sla', value: taintValue, effect: 'NoSchedule' }), expected);
    });
  }

  test('a taint without value equals a toleration without value', () => {
    assert.equal(tolerates({ key: 'a' }, { key: 'a', effect: 'NoSchedule' }), true);
  });

  test('finds the first taint that keeps a pod away, ignoring mere preferences', () => {
    const taints: Taint[] = [{ key: 'soft', effect: 'PreferNoSchedule' }, taint, { key: 'late', effect: 'NoExecute' }];
    assert.equal(untoleratedTaint(taints, [{ key: 'dedicated', operator: 'Exists' }])?.key, 'late');
    assert.equal(untoleratedTaint(taints, [{ operator: 'Exists' }]), undefined);
    assert.equal(untoleratedTaint(taints, undefined)?.key, 'dedicated');
    assert.equal(untoleratedTaint(taints, undefined, ['PreferNoSchedule'])?.key, 'soft');
  });
});
