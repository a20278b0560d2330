import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { NodeSelectorTerm } from './node-selector.ts';
import { matchesNodeSelector, matchesNodeSelectorTerm } from './node-selector-match.ts';

const node = { name: 'n1', labels: { zone: 'a', cores: '8', gpu: '' } };

suite('node selectors', () => {
  const cases: [name: string, term: NodeSelectorTerm, expected: boolean][] = [
    ['in', { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a', 'b'] }] }, true],
    ['in without the label', { matchExpressions: [{ key: 'rack', operator: 'In', values: ['a'] }] }, false],
    ['not in', { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['b'] }] }, true],
    ['not in without the label', { matchExpressions: [{ key: 'rack', operator: 'NotIn', values: ['b'] }] }, true],
    ['exists with an empty value', { matchExpressions: [{ key: 'gpu', operator: 'Exists' }] }, true],
    ['does not exist', { matchExpressions: [{ key: 'gpu', operator: 'DoesNotExist' }] }, false],
    ['greater', { matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['4'] }] }, true],
    ['less', { matchExpressions: [{ key: 'cores', operator: 'Lt', values: ['8'] }] }, false],
    ['greater than no number', { matchExpressions: [{ key: 'zone', operator: 'Gt', values: ['4'] }] }, false],
    ['field', { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }, true],
    ['field excluded', { matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['n1'] }] }, false],
    ['nothing asked', {}, false],
    [
      'all must hold',
      {
        matchExpressions: [
          { key: 'zone', operator: 'Exists' },
          { key: 'rack', operator: 'Exists' },
        ],
      },
      false,
    ],
  ];
  for (const [name, term, expected] of cases) {
    test(`${name}: ${expected ? 'matches' : 'does not match'}`, () => assert.equal(matchesNodeSelectorTerm(term, node), expected));
  }

  test('one matching term is enough', () => {
    const zoneB: NodeSelectorTerm = { matchExpressions: [{ key: 'zone', operator: 'In', values: ['b'] }] };
    const zoneA: NodeSelectorTerm = { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] };
    assert.equal(matchesNodeSelector({ nodeSelectorTerms: [zoneB, zoneA] }, node), true);
    assert.equal(matchesNodeSelector({ nodeSelectorTerms: [] }, node), false);
  });
});
