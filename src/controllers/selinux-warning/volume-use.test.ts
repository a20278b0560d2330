import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Container } from '../../kinds/core/pod/container.ts';
import { pod } from '../testing/builders.ts';
import { isMounted, useOf } from './volume-use.ts';

const mounting = (name: string, level?: string): Container => ({
  name,
  image: name,
  volumeMounts: [{ name: 'data', mountPath: '/data' }],
  ...(level && { securityContext: { seLinuxOptions: { level } } }),
});
const recursive = { label: '', changePolicy: 'Recursive' };

const cases: readonly [name: string, securityContext: Pod['spec']['securityContext'], containers: Container[], expected: unknown][] = [
  ['nothing said', undefined, [mounting('a')], recursive],
  ['the label of the pod', { seLinuxOptions: { level: 's0' } }, [mounting('a')], { label: ':::s0', changePolicy: 'MountOption' }],
  [
    'that of the container before it',
    { seLinuxOptions: { level: 's0' } },
    [mounting('a', 's1')],
    { label: ':::s1', changePolicy: 'MountOption' },
  ],
  ['several that are the same', undefined, [mounting('a', 's1'), mounting('b', 's1')], { label: ':::s1', changePolicy: 'MountOption' }],
  ['several that are not', undefined, [mounting('a', 's1'), mounting('b', 's2')], 'unclear'],
  ['one that only some say', undefined, [mounting('a', 's1'), mounting('b')], { label: ':::s1', changePolicy: 'MountOption' }],
  ['labels file by file', { seLinuxChangePolicy: 'Recursive' }, [mounting('a', 's1')], recursive],
  [
    'one of who does not mount it',
    undefined,
    [mounting('a', 's1'), { name: 'b', image: 'b', securityContext: { seLinuxOptions: { level: 's2' } } }],
    { label: ':::s1', changePolicy: 'MountOption' },
  ],
];

for (const [name, securityContext, containers, expected] of cases) {
  test(`how a volume is used: ${name}`, () => {
    assert.deepEqual(useOf(pod('a', { spec: { containers, ...(securityContext && { securityContext }) } }), 'data'), expected);
  });
}

test('devices are not mounted', () => {
  const containers = [{ name: 'a', image: 'a', volumeDevices: [{ name: 'data', devicePath: '/dev/data' }] }];
  assert.deepEqual(
    [isMounted(pod('a', { spec: { containers } }), 'data'), isMounted(pod('a', { spec: { containers: [mounting('a')] } }), 'data')],
    [false, true],
  );
});
