import type { KubeObject } from '../../model/kind.ts';
import type { WatchEvent, WatchEventType } from '../../model/request.ts';
import { StoredObject } from '../../model/stored-object.ts';

/** No object is as large; a line that goes on beyond this is no watch. */
const lineLimitBytes = 64 * 1024 * 1024;
const newline = 0x0a;

/** Reads the JSON lines of a watch. Each batch is what came at once. */
export async function* watchEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly WatchEvent[]> {
  for await (const lines of linesOf(chunks)) yield lines.map(parseEvent);
}

/** Whole lines, as bytes: a character may be cut in two by the end of a chunk, but not by a newline. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Buffer[]> {
  let begun: Buffer[] = [];
  let begunBytes = 0;
  for await (const chunk of chunks) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = buffer.indexOf(newline); end >= 0; end = buffer.indexOf(newline, start)) {
      const rest = buffer.subarray(start, end);
      const line = begun.length > 0 ? Buffer.concat([...begun, rest]) : rest;
      begun = [];
      begunBytes = 0;
      start = end + 1;
      if (line.length > 0) lines.push(line);
    }
    if (start < buffer.length) {
      begun.push(buffer.subarray(start));
      begunBytes += buffer.length - start;
      if (begunBytes > lineLimitBytes) throw new Error('a line of the watch is too long');
    }
    if (lines.length > 0) yield lines;
  }
}

function parseEvent(line: Buffer): WatchEvent {
  // What a line of a watch is, as the API defines it.
  const { type, object } = JSON.parse(line.toString('utf8')) as { type: WatchEventType; object: KubeObject };
  return { type, object: StoredObject.fromObject(object, Number(object.metadata?.resourceVersion ?? 0)) };
}
