import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PodSpec } from './core/pod/spec.ts';
import { isSame } from './same.ts';

const container = (resources: object): object => ({ containers: [{ name: 'a', resources }] });

const pairs: readonly (readonly [what: string, a: object, b: object, same: boolean])[] = [
  ['equal specs', container({}), container({}), true],
  ['amounts, however written', container({ limits: { cpu: '1' } }), container({ limits: { cpu: '1000m' } }), true],
  ['other amounts', container({ limits: { cpu: '1' } }), container({ limits: { cpu: '2' } }), false],
  ['no list and an empty one', { containers: [], tolerations: [] }, { containers: [] }, true],
  ['no map and an empty one', { containers: [], nodeSelector: {} }, { containers: [] }, true],
  ['lists in another order', { containers: [{ name: 'a' }, { name: 'b' }] }, { containers: [{ name: 'b' }, { name: 'a' }] }, false],
  ['none and an empty structure', { containers: [], securityContext: {} }, { containers: [] }, false],
  ['other keys', { containers: [], nodeSelector: { a: '' } }, { containers: [], nodeSelector: { b: '' } }, false],
];

for (const [what, a, b, same] of pairs) {
  test(`${what} are ${same ? '' : 'not '}the same`, () => {
    assert.equal(isSame(PodSpec, a, b), same);
    assert.equal(isSame(PodSpec, b, a), same);
  });
}
