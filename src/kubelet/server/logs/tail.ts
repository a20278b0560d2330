import type { FileHandle } from 'node:fs/promises';

const blockBytes = 16 * 1024;
const newLine = 0x0a;

/** Where the last lines of a file begin. A last line that has not ended yet comes on top of those counted. */
export async function startOfLastLines(file: FileHandle, lines: number): Promise<number> {
  const { size } = await file.stat();
  let ends = 0;
  const block = Buffer.alloc(blockBytes);
  for (let end = size; end > 0;) {
    const from = Math.max(0, end - blockBytes);
    const { bytesRead } = await file.read(block, 0, end - from, from);
    for (let at = block.subarray(0, bytesRead).lastIndexOf(newLine); at >= 0; at = at === 0 ? -1 : block.lastIndexOf(newLine, at - 1)) {
      ends += 1;
      if (ends > lines) return from + at + 1;
    }
    end = from;
  }
  return 0;
}
