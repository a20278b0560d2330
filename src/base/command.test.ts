import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommandError, runCommand } from './command.ts';

test('a command gets its arguments and input as they are, and its output comes back', async () => {
  assert.equal(await runCommand('printf', ['%s', '$HOME `id`']), '$HOME `id`');
  assert.equal(await runCommand('cat', [], { input: 'to be read' }), 'to be read');
  assert.equal(await runCommand('true', [], { input: 'never read'.repeat(100_000) }), '');
});

test('a command that fails says which it was and the end of what it wrote', async () => {
  const failure = runCommand('sh', ['-c', 'echo it broke >&2; exit 3']);
  await assert.rejects(failure, (error) => error instanceof CommandError && error.code === 3 && error.message.endsWith(': it broke'));
  await assert.rejects(runCommand('no-such-command-anywhere', []), { name: 'CommandError', code: 'ENOENT' });
});

test('a command is killed when its time is up and when its signal aborts', async () => {
  await assert.rejects(runCommand('sleep', ['60'], { timeoutMs: 20 }), /was killed after 20 ms/);
  const stop = new AbortController();
  const sleeping = runCommand('sleep', ['60'], { signal: stop.signal });
  stop.abort(new Error('enough'));
  await assert.rejects(sleeping, /enough/);
  await assert.rejects(runCommand('true', [], { signal: stop.signal }), /enough/);
});
