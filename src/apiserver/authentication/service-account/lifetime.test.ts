import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenLifetime } from './lifetime.ts';

const lifetimes: [what: string, asked: number, options: Partial<Parameters<typeof tokenLifetime>[1]>, said: number, life: number][] = [
  ['what a kubelet asks for a pod', 3607, {}, 3607, 31_536_000],
  ['a round hour', 3600, {}, 3600, 3600],
  ['no pod', 3607, { boundToPod: false }, 3607, 3607],
  ['for somebody else', 3607, { forThisServer: false }, 3607, 3607],
  ['switched off', 3607, { extend: false }, 3607, 3607],
  ['more than there is', 90_000, { maxSeconds: 86_400 }, 86_400, 86_400],
];

for (const [what, asked, options, saidSeconds, lifeSeconds] of lifetimes) {
  test(`a token lives: ${what}`, () => {
    const lifetime = tokenLifetime(asked, { boundToPod: true, forThisServer: true, extend: true, ...options });
    assert.deepEqual([lifetime.saidSeconds, lifetime.lifeSeconds], [saidSeconds, lifeSeconds]);
    assert.equal(lifetime.warnAfterSeconds, lifeSeconds > saidSeconds ? saidSeconds : undefined);
  });
}
