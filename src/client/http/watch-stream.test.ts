import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, watchEvents } from './watch-stream.ts';

async function* chunked(text: string, sizeBytes: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += sizeBytes) yield bytes.subarray(start, start + sizeBytes);
}

const text = '{"type":"ADDED","object":{"metadata":{"name":"grüße-日本"}}}\n{"type":"DELETED","object":{"metadata":{"name":"b"}}}\n';

for (const sizeBytes of [1, 2, 3, 7, 1000]) {
  test(`a watch in pieces of ${sizeBytes} bytes is read whole, characters cut in two included`, async () => {
    const names: string[] = [];
    for await (const events of watchEvents(chunked(text, sizeBytes))) {
      for (const { type, object } of events) names.push(`${type} ${(object.object as { metadata: { name: string } }).metadata.name}`);
    }
    assert.deepEqual(names, ['ADDED grüße-日本', 'DELETED b']);
  });
}

test('what comes at once is one batch', async () => {
  const batches = await Array.fromAsync(linesOf(chunked(text, 1000)));
  assert.deepEqual(
    batches.map((lines) => lines.length),
    [2],
  );
});
