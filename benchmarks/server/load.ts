import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { MeasuredServer } from './start-server.ts';

/** What is sent. In the URL and the body, `{n}` counts, `{slot}` counts up to `slots`, and `{run}` is new in each run. */
export interface Load {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly slots?: number;
  readonly connections: number;
  readonly seconds: number;
}

export interface Loaded {
  readonly requests: number;
  readonly seconds: number;
  readonly bytes: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Answered by an error. */
  readonly refused: number;
  /** Not answered. */
  readonly failed: number;
}

const script = fileURLToPath(new URL('load.lua', import.meta.url));
let runs = 0;

/** Sends requests with `wrk`, which must be installed, over HTTP/1.1 and TLS. */
export async function load({ port, token }: Pick<MeasuredServer, 'port' | 'token'>, options: Load): Promise<Loaded> {
  const { connections, seconds, url, method = 'GET', body, contentType = 'application/json', slots = 1 } = options;
  const { stdout } = await promisify(execFile)(
    'wrk',
    ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '--latency', '-s', script, `https://127.0.0.1:${port}/`],
    {
      env: {
        ...process.env,
        METHOD: method,
        URL: url,
        TOKEN: token,
        CONTENT_TYPE: contentType,
        SLOTS: String(slots),
        RUN: `${process.pid}-${runs++}`,
        ...(body !== undefined && { BODY: body }),
      },
    },
  );
  const [line = ''] = stdout.split('\n').filter((each) => each.startsWith('{'));
  // As load.lua prints it.
  return JSON.parse(line) as Loaded;
}
