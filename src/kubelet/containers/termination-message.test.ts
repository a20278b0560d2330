import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { aContainer, aPod, observed } from '../testing/observed.ts';
import { containerAnnotations } from './labels.ts';
import { terminationMessage } from './termination-message.ts';

test('last words come from the file, or from the log when there are none and the container failed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'message-'));
  try {
    const file = join(directory, 'message');
    const log = join(directory, '0.log');
    await writeFile(log, '2026-01-01T00:00:00Z stdout F one\n2026-01-01T00:00:00Z stderr P tw\n2026-01-01T00:00:00Z stderr F o\n');
    const ended = (exitCode: number, policy: 'File' | 'FallbackToLogsOnError') => {
      const container = aContainer('main', { terminationMessagePath: '/dev/log', terminationMessagePolicy: policy });
      const annotations = containerAnnotations(container, aPod(), 0);
      return observed('main', exitCode, { annotations, logPath: log, mounts: [{ containerPath: '/dev/log', hostPath: file }] });
    };
    await writeFile(file, '');
    assert.equal(await terminationMessage(ended(1, 'File')), '');
    assert.equal(await terminationMessage(ended(0, 'FallbackToLogsOnError')), '');
    assert.equal(await terminationMessage(ended(1, 'FallbackToLogsOnError')), 'one\ntwo\n');
    await writeFile(file, `${'x'.repeat(5000)}bye`);
    const message = await terminationMessage({ ...ended(1, 'FallbackToLogsOnError'), message: 'runtime says' });
    assert.equal(message.length, 'runtime says: '.length + 4096);
    assert.ok(message.startsWith('runtime says: x') && message.endsWith('bye'));
  } finally {
    await rm(directory, { recursive: true });
  }
});
