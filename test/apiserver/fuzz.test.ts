import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runWireFuzz } from '../support/fuzz/wire/run-wire-fuzz.ts';
import { described, runFuzz } from '../support/fuzz/run-fuzz.ts';

test('requests made up by chance find no case in which the server does not know what to say', async () => {
  const { findings, codes } = await runFuzz({ seed: 1, requests: 4000 });
  assert.deepEqual(findings.map(described), []);
  // Chance comes about in every part of the API.
  for (const code of [200, 201, 400, 404, 405, 406, 409, 415, 422]) assert((codes.get(code) ?? 0) > 0, `nothing was answered with ${code}`);
});

test('connections on which anything may come leave the server well', async () => {
  const { findings, codes } = await runWireFuzz({ seed: 1, conversations: 160 });
  assert.deepEqual(findings, []);
  for (const code of [400, 404]) assert((codes.get(code) ?? 0) > 0, `nothing was answered with ${code}`);
});
