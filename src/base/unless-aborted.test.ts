import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unlessAborted, untilAborted } from './unless-aborted.ts';

test('the outcome of the work counts unless the signal aborts first', async () => {
  const stopping = new AbortController();
  assert.equal(await unlessAborted(Promise.resolve(1), stopping.signal), 1);
  await assert.rejects(unlessAborted(Promise.reject(new Error('broken')), stopping.signal), /broken/);
  const never = unlessAborted(new Promise(() => {}), stopping.signal);
  stopping.abort(new Error('stopped'));
  await assert.rejects(never, /stopped/);
  await assert.rejects(unlessAborted(Promise.resolve(1), stopping.signal), /stopped/);
  await untilAborted(stopping.signal);
});
