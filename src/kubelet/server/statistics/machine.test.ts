import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInterfaces, parseLoad, parseMemory, parseStatistics, readMachine } from './machine.ts';

test('what the kernel writes is read', () => {
  assert.deepEqual(parseMemory('MemTotal:       1000 kB\nMemFree: 1 kB\nMemAvailable:    400 kB\n'), {
    memoryBytes: 1_024_000,
    usedMemoryBytes: 614_400,
  });
  assert.deepEqual(parseStatistics('cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 1 1 1\nbtime 1700000000\n'), {
    cpuNs: 190_000_000n,
    startedAtMs: 1_700_000_000_000,
  });
  assert.deepEqual(parseLoad('0.1 0.2 0.3 2/345 678\n'), { processes: 345 });
  const network =
    'Inter-| Receive\n face |bytes\n    lo: 1 1 1 1 1 1 1 1 1 1 1 1\n  eth0:10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25\n';
  assert.deepEqual(parseInterfaces(network), [{ name: 'eth0', rxBytes: 10, rxErrors: 12, txBytes: 18, txErrors: 20 }]);
});

test('this machine has processors and memory', async () => {
  const { processors, memoryBytes, cpuNs, startedAtMs, processes } = await readMachine();
  assert.ok(processors > 0 && memoryBytes > 2 ** 20 && cpuNs > 0n && startedAtMs > 0 && processes > 0);
});
