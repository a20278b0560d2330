import { dirname } from 'node:path';
import type { Clock } from '../../../base/clock.ts';
import { DirectoryWatch } from './directory-watch.ts';
import type { LogFile } from './log-file.ts';
import { fullTime, parseLogLine, type LogLine } from './log-line.ts';
import type { LogOptions } from './log-options.ts';

export interface ReadLogOptions extends Omit<LogOptions, 'previous'> {
  /** Asked when following, at the end of the file: once it is false, the next end is the last. */
  readonly isRunning: () => boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Looks anew this often, should nobody tell. */
const pollMs = 500;

/** What a container has written, as users get to see it, in pieces of any size. Ends early, without an error, when the signal aborts. */
export async function* readLog(file: LogFile, options: ReadLogOptions): AsyncGenerator<Uint8Array> {
  const { follow, tailLines, signal } = options;
  // The file may have grown since its end was found.
  let linesLeft = tailLines !== undefined && !follow ? tailLines : Number.POSITIVE_INFINITY;
  const formatter = new LogFormatter(options);
  for await (const line of follow ? followed(file, options) : wholeFile(file)) {
    if (signal.aborted || linesLeft <= 0 || formatter.isFull) return;
    linesLeft -= 1;
    const parsed = parseLogLine(line);
    const shown = parsed && formatter.format(parsed);
    if (shown) yield shown;
  }
}

async function* wholeFile(file: LogFile): AsyncGenerator<Buffer> {
  yield* file.lines();
  const rest = file.takeRest();
  if (rest.length > 0) yield rest;
}

async function* followed(file: LogFile, { isRunning, clock, signal }: ReadLogOptions): AsyncGenerator<Buffer> {
  using watch = new DirectoryWatch(dirname(file.path), { clock });
  while (!signal.aborted) {
    // In this order, so that nothing is missed that was written before.
    const running = isRunning();
    const isReplaced = await file.isReplaced();
    yield* file.lines();
    if (isReplaced) {
      const rest = file.takeRest();
      if (rest.length > 0) yield rest;
      await file.reopen();
      continue;
    }
    if (!running) return;
    await watch.next({ atLatestMs: pollMs, signal });
  }
}

/** Decides what of each line is shown. */
class LogFormatter {
  readonly #options: Pick<LogOptions, 'timestamps' | 'limitBytes' | 'sinceMs' | 'streams'>;
  #bytesLeft: number;
  #isLineStart = true;

  constructor(options: Pick<LogOptions, 'timestamps' | 'limitBytes' | 'sinceMs' | 'streams'>) {
    this.#options = options;
    this.#bytesLeft = options.limitBytes ?? Number.POSITIVE_INFINITY;
  }

  /** Whether nothing more may be shown. */
  get isFull(): boolean {
    return this.#bytesLeft <= 0;
  }

  format({ time, stream, text }: LogLine): Uint8Array | undefined {
    const { timestamps, sinceMs, streams } = this.#options;
    const isLineStart = this.#isLineStart;
    this.#isLineStart = text.length === 0 || text.at(-1) === 0x0a;
    if (!streams.has(stream) || (sinceMs !== undefined && Date.parse(time) < sinceMs)) return undefined;
    const whole = timestamps && isLineStart ? Buffer.concat([Buffer.from(`${fullTime(time)} `), text]) : text;
    const shown = whole.length > this.#bytesLeft ? whole.subarray(0, this.#bytesLeft) : whole;
    this.#bytesLeft -= shown.length;
    return shown;
  }
}
