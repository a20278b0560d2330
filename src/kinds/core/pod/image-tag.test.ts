import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { defaultPullPolicy, imageTag } from './image-tag.ts';

const digest = `sha256:${'a'.repeat(64)}`;

suite('image tags', () => {
  const cases: [image: string, tag: string | undefined][] = [
    ['nginx', 'latest'],
    ['nginx:latest', 'latest'],
    ['nginx:1.27', '1.27'],
    ['localhost:5000/x', 'latest'],
    ['registry.example.com:5000/x/y:1', '1'],
    ['[::1]:5000/x:1', '1'],
    [`x@${digest}`, undefined],
    [`x:latest@${digest}`, 'latest'],
    ['Upper', undefined],
    ['', undefined],
    ['a'.repeat(64), undefined],
    ['x:', undefined],
  ];
  for (const [image, tag] of cases) test(`${image || 'nothing'} has ${tag ?? 'none'}`, () => assert.equal(imageTag(image), tag));

  test('only latest is pulled each time', () => {
    assert.equal(defaultPullPolicy('nginx'), 'Always');
    assert.equal(defaultPullPolicy('nginx:1'), 'IfNotPresent');
    assert.equal(defaultPullPolicy(undefined), 'IfNotPresent');
  });
});
