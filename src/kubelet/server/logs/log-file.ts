import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { isMissingFile } from '../../files/missing-file.ts';
import { startOfLastLines } from './tail.ts';

const chunkBytes = 64 * 1024;
const newLine = 0x0a;
/** Runtimes cut lines at 16 KiB. What is longer than this is no log. */
const maxLineBytes = 1024 * 1024;

/** A log file that is read line by line while it may grow and be replaced. */
export class LogFile implements AsyncDisposable {
  readonly path: string;
  #file: FileHandle;
  #position: number;
  /** The beginning of a line whose end is not there yet. */
  #rest: Buffer = Buffer.alloc(0);

  private constructor(path: string, file: FileHandle, position: number) {
    this.path = path;
    this.#file = file;
    this.#position = position;
  }

  static async open(path: string, { tailLines }: { readonly tailLines?: number | undefined } = {}): Promise<LogFile> {
    // Runtimes may put a link where the kubelet expects the log; what is followed is the place it leads to.
    const realPath = await realpath(path);
    const file = await open(realPath, 'r');
    try {
      return new LogFile(realPath, file, tailLines === undefined ? 0 : await startOfLastLines(file, tailLines));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Whole lines, with their ends, up to what is the end of the file now. */
  async *lines(): AsyncGenerator<Buffer> {
    for (;;) {
      const { buffer, bytesRead } = await this.#file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, this.#position);
      if (bytesRead === 0) return;
      this.#position += bytesRead;
      const chunk = this.#rest.length > 0 ? Buffer.concat([this.#rest, buffer.subarray(0, bytesRead)]) : buffer.subarray(0, bytesRead);
      let from = 0;
      for (let end = chunk.indexOf(newLine); end >= 0; end = chunk.indexOf(newLine, from)) {
        yield chunk.subarray(from, end + 1);
        from = end + 1;
      }
      this.#rest = chunk.length - from > maxLineBytes ? Buffer.alloc(0) : chunk.subarray(from);
    }
  }

  /** What stands after the last end of line. */
  takeRest(): Buffer {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest;
  }

  /** Whether another file stands at its path now, as after rotation. */
  async isReplaced(): Promise<boolean> {
    try {
      const [there, own] = await Promise.all([stat(this.path), this.#file.stat()]);
      return there.ino !== own.ino || there.dev !== own.dev;
    } catch (error) {
      // Between being renamed and being made anew, the old one may still be written to.
      if (isMissingFile(error)) return false;
      throw error;
    }
  }

  /** Goes on at the beginning of the file that stands at its path now. */
  async reopen(): Promise<void> {
    const next = await open(this.path, 'r');
    await this.#file.close();
    this.#file = next;
    this.#position = 0;
    this.#rest = Buffer.alloc(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}
