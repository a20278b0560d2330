import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { namespace, type MeasuredServer } from './start-server.ts';

export interface Watched {
  /** From the first write until every watcher has heard of all. */
  readonly seconds: number;
  readonly writeSeconds: number;
  /** From when a write is acknowledged until a watcher hears of it. */
  readonly p50LagMs: number;
  readonly p99LagMs: number;
  readonly bytes: number;
}

const writersAtOnce = 64;
const newline = 0x0a;
const brace = 0x7d;

/** Config maps are written, and watched from as many connections as there are watchers. */
export async function watchWrites(
  server: Pick<MeasuredServer, 'port' | 'token' | 'client'>,
  { watchers, events }: { watchers: number; events: number },
): Promise<Watched> {
  const { resourceVersion } = await server.client.list(ConfigMap, { namespace, limit: 1 });
  // When each watcher heard of each event.
  const heard = new Float64Array(watchers * events);
  const { promise: allHeard, resolve, reject } = Promise.withResolvers<void>();
  let waiting = watchers;
  let bytes = 0;
  const sockets: TLSSocket[] = [];
  for (let opened = 0; opened < watchers; opened += 50) {
    sockets.push(...(await Promise.all(Array.from({ length: Math.min(50, watchers - opened) }, () => openWatch(server, resourceVersion)))));
  }
  for (const [watcher, socket] of sockets.entries()) {
    let count = 0;
    let last = 0;
    socket.on('data', (chunk: Buffer) => {
      const nowMs = performance.now();
      bytes += chunk.length;
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) {
        // An event ends with a brace; the lines of the chunked encoding do not.
        if ((at > 0 ? chunk[at - 1] : last) === brace) heard[watcher * events + count++] = nowMs;
      }
      last = chunk.at(-1) ?? last;
      if (count === events && --waiting === 0) resolve();
    });
    socket.on('close', () => reject(new Error('a watch has ended')));
    socket.on('error', reject);
  }
  const begunMs = performance.now();
  const acknowledged = await writeAll(server, events);
  const writtenMs = performance.now();
  await allHeard;
  for (const socket of sockets) socket.removeAllListeners('close').destroy();
  const lags = heard.map((at, index) => Math.max(0, at - (acknowledged[index % events] ?? 0))).toSorted();
  return {
    seconds: (Math.max(...Array.from({ length: watchers }, (_, watcher) => heard[watcher * events + events - 1] ?? 0)) - begunMs) / 1000,
    writeSeconds: (writtenMs - begunMs) / 1000,
    p50LagMs: lags[lags.length >> 1] ?? 0,
    p99LagMs: lags[Math.floor(lags.length * 0.99)] ?? 0,
    bytes,
  };
}

async function openWatch({ port, token }: Pick<MeasuredServer, 'port' | 'token'>, resourceVersion: string): Promise<TLSSocket> {
  // The server is this machine's own, of a moment ago; what matters here is speed.
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  socket.write(
    [
      `GET /api/v1/namespaces/${namespace}/configmaps?watch=true&resourceVersion=${resourceVersion} HTTP/1.1`,
      'Host: 127.0.0.1',
      `Authorization: Bearer ${token}`,
      '\r\n',
    ].join('\r\n'),
  );
  const [head] = (await once(socket, 'data')) as [Buffer];
  if (!head.toString().startsWith('HTTP/1.1 200')) throw new Error(`no watch: ${head.toString()}`);
  return socket;
}

/** When each write was acknowledged, in the order in which they happened. */
async function writeAll({ client }: Pick<MeasuredServer, 'client'>, count: number): Promise<readonly number[]> {
  const acknowledged: { revision: number; atMs: number }[] = [];
  let next = 0;
  const run = `${process.pid}-${Math.round(performance.now())}`;
  await Promise.all(
    Array.from({ length: writersAtOnce }, async () => {
      while (next < count) {
        const name = `watched-${run}-${next++}`;
        const { metadata } = await client.create(ConfigMap, { metadata: { name, namespace }, data: { payload: 'x'.repeat(100) } });
        acknowledged.push({ revision: Number(metadata.resourceVersion), atMs: performance.now() });
      }
    }),
  );
  return acknowledged.toSorted((a, b) => a.revision - b.revision).map(({ atMs }) => atMs);
}
