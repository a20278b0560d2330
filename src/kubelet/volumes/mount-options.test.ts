import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRecursiveReadOnly, propagationOf, subPathOf } from './mount-options.ts';

const mount = (more: object) => ({ name: 'v', mountPath: '/v', ...more });

test('a path inside a volume may name variables, and may not lead out', () => {
  const environment = [
    { name: 'POD', value: 'web-1' },
    { name: 'EMPTY', value: '' },
    { name: 'UP', value: '../x' },
  ];
  assert.equal(subPathOf(mount({}), environment), '');
  assert.equal(subPathOf(mount({ subPath: 'a/$(POD)' }), environment), 'a/$(POD)');
  assert.equal(subPathOf(mount({ subPathExpr: 'a/$(POD)' }), environment), 'a/web-1');
  for (const [given, message] of [
    [{ subPathExpr: '$(ZZ)/$(EMPTY)' }, 'missing value for EMPTY, ZZ'],
    [{ subPath: '/a' }, 'error SubPath `/a` must not be an absolute path'],
    [{ subPathExpr: 'a/$(UP)' }, "unable to provision SubPath `a/../x`: must not contain '..'"],
  ] as const) {
    assert.throws(() => subPathOf(mount(given), environment), { message });
  }
});

test('propagation is none unless asked for', () => {
  assert.equal(propagationOf(mount({})), 'None');
  assert.equal(propagationOf(mount({ mountPropagation: 'Bidirectional' })), 'Bidirectional');
});

test('read-only goes down to what is mounted inside where that is possible', () => {
  const readOnly = (mode: string, more: object = {}) => mount({ readOnly: true, recursiveReadOnly: mode, ...more });
  assert.equal(isRecursiveReadOnly(mount({ readOnly: true }), true), false);
  assert.equal(isRecursiveReadOnly(readOnly('Disabled'), true), false);
  assert.equal(isRecursiveReadOnly(readOnly('IfPossible'), false), false);
  assert.equal(isRecursiveReadOnly(readOnly('Enabled'), true), true);
  const refused = 'failed to resolve recursive read-only mode: volume "v" requested recursive read-only mode, but';
  for (const [given, message] of [
    [readOnly('Enabled'), `${refused} it is not supported by the runtime`],
    [mount({ recursiveReadOnly: 'Enabled' }), `${refused} it is not read-only`],
    [readOnly('Enabled', { mountPropagation: 'HostToContainer' }), `${refused} it is not compatible with propagation "HostToContainer"`],
  ] as const) {
    assert.throws(() => isRecursiveReadOnly(given, false), { message });
  }
});
