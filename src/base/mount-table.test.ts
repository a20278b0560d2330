import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMountTable } from './mount-table.ts';

test('a mount table is read with and without optional fields, and with spaces in paths', () => {
  const table = [
    '36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:7 - ext3 /dev/root rw,errors=continue',
    String.raw`40 35 0:30 / /a\040b\134c ro - cgroup my\040source rw,cpu,cpuacct`,
    '',
  ].join('\n');
  assert.deepEqual(parseMountTable(table), [
    {
      mountPoint: '/mnt2',
      root: '/mnt1',
      fileSystem: 'ext3',
      source: '/dev/root',
      options: ['rw', 'noatime'],
      fileSystemOptions: ['rw', 'errors=continue'],
    },
    {
      mountPoint: '/a b\\c',
      root: '/',
      fileSystem: 'cgroup',
      source: 'my source',
      options: ['ro'],
      fileSystemOptions: ['rw', 'cpu', 'cpuacct'],
    },
  ]);
});
