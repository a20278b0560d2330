import { Channel } from '../../src/base/channel.ts';
import type { Credentials, Method, User, WatchEvent } from '../../src/model/request.ts';
import type { ObjectMeta, StatusDetails } from '../../src/model/meta.ts';
import { Namespace } from '../../src/kinds/core/namespace.ts';
import { ServiceAccount } from '../../src/kinds/core/service-account.ts';
import { ApiError } from '../../src/model/errors.ts';
import { startCluster, type StartClusterOptions, type TestCluster } from '../../src/cluster/testing.ts';

/** What an answer may hold, as far as tests look at it. */
export interface Answered {
  readonly kind?: string;
  readonly metadata: ObjectMeta & { readonly continue?: string; readonly remainingItemCount?: number };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly items?: readonly Answered[];
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly [field: string]: unknown;
}

export interface Answer {
  readonly code: number;
  readonly body: Answered;
  readonly warnings: readonly string[];
}

export interface AskOptions {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: User;
  readonly signal?: AbortSignal;
}

/** An API server in this process that is asked the way HTTP would, but for the wire. */
export interface Server extends AsyncDisposable {
  readonly cluster: TestCluster;
  /** `line` is a method and a path with its query, as in `GET /api/v1/pods?limit=1`. */
  ask(line: string, options?: AskOptions): Promise<Answer>;
  watch(path: string): Promise<Watching>;
}

export interface Watching extends AsyncDisposable {
  /** The next event; undefined when the server has ended the watch. */
  next(): Promise<{ readonly type: WatchEvent['type']; readonly object: Answered } | undefined>;
  /** So many events, each as `TYPE name`. */
  take(count: number): Promise<readonly string[]>;
}

const administrator: User = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };

/** Begins with the namespace `default` and its service account, and with nothing else unless `bootstrap` says so. */
export async function startServer({ bootstrap = false, ...options }: StartClusterOptions = {}): Promise<Server> {
  const cluster = await startCluster({ ...options, bootstrap });
  if (!bootstrap) await unlessThere(cluster.client.create(Namespace, { metadata: { name: 'default' }, spec: {} }));
  await unlessThere(cluster.client.create(ServiceAccount, { metadata: { name: 'default', namespace: 'default' } }));
  const send = (line: string, { body, headers = {}, as = administrator, signal = new AbortController().signal }: AskOptions = {}) => {
    const [method = 'GET', url = '/'] = line.split(' ');
    const { pathname, searchParams } = new URL(url, 'https://localhost');
    const credentials: Credentials = { type: 'user', user: as };
    const bytes = body && Buffer.from(JSON.stringify(body));
    return cluster.handle({ method: method as Method, path: pathname, query: searchParams, headers, credentials, body: bytes, signal });
  };
  return {
    cluster,
    async ask(line, options) {
      const { code, headers = {}, body } = await send(line, options);
      const warnings = [headers['warning'] ?? []].flat().map((text) => JSON.parse(text.slice('299 - '.length)) as string);
      // Tests know what they asked for.
      if (body.type === 'object') return { code, warnings, body: body.value.object as Answered };
      if (body.type === 'list') {
        const items = body.items.map(({ object }) => object as unknown as Answered);
        return { code, warnings, body: { kind: body.kind, metadata: body.metadata, items } };
      }
      if (body.type === 'bytes' && body.contentType === 'application/json' && body.bytes instanceof Uint8Array)
        return { code, warnings, body: JSON.parse(Buffer.from(body.bytes).toString('utf8')) as Answered };
      throw new Error(`${line} was answered by ${body.type}`);
    },
    async watch(path) {
      const ended = new AbortController();
      const { body } = await send(`GET ${path}`, { signal: ended.signal });
      if (body.type !== 'watch') throw new Error(`${path} is no watch: ${JSON.stringify(body)}`);
      return watching(body.events, ended);
    },
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}

async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!ApiError.is(error, 'AlreadyExists')) throw error;
  }
}

/** How long an event may take. */
const deadlineMs = 10_000;

/** Reads on all the time, as HTTP does while the client takes what comes. */
function watching(events: AsyncIterable<readonly WatchEvent[]>, ended: AbortController): Watching {
  const arrived = new Channel<WatchEvent>();
  const reading = (async () => {
    for await (const batch of events) for (const event of batch) arrived.push(event);
    arrived.close();
  })();
  const batches = arrived.batches();
  const waiting: WatchEvent[] = [];
  const next = async () => {
    while (waiting.length === 0) {
      const batch = await withDeadline(batches.next(), 'the next event');
      if (batch.done) return undefined;
      waiting.push(...batch.value);
    }
    const event = waiting.shift();
    return event && { type: event.type, object: event.object.object as Answered };
  };
  return {
    next,
    async take(count) {
      const taken: string[] = [];
      while (taken.length < count) {
        const event = await next();
        if (!event) return taken;
        taken.push(`${event.type} ${event.object.metadata.name ?? ''}`.trim());
      }
      return taken;
    },
    async [Symbol.asyncDispose]() {
      ended.abort();
      await reading;
    },
  };
}

async function withDeadline<T>(promise: Promise<T>, what: string): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what} did not come in time`)), deadlineMs);
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** A config map to be sent. */
export const configMap = (name: string, more: { labels?: Record<string, string>; data?: Record<string, string> } = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(more.labels && { labels: more.labels }) },
  data: more.data ?? {},
});

export const configMaps = '/api/v1/namespaces/default/configmaps';
