import { Channel } from '../../base/channel.ts';
import type { Clock } from '../../base/clock.ts';
import { jittered } from '../../base/random.ts';
import { badRequest, expired, invalid, toStatus } from '../../model/errors.ts';
import { Field } from '../../model/field.ts';
import { apiVersionOf } from '../../model/kind.ts';
import type { ApiResponse, WatchEvent } from '../../model/request.ts';
import type { StoredObject } from '../../model/stored-object.ts';
import { CompactedError, SlowWatcherError } from '../../storage/store.ts';
import type { CacheEvent } from '../cache/event.ts';
import { SlowWatcher } from '../cache/resource-cache.ts';
import type { Call, VerbContext } from '../call.ts';
import { equalityRequirements } from '../authorization/field-requirements.ts';
import { listQuery, parseResourceVersion, tooLarge, type ListQuery } from '../query-options.ts';
import type { Resource } from '../resource.ts';
import { selectorOf, type Matches } from './list.ts';
import { changesFromStore } from './watch/from-store.ts';

/** Without a limit of the client's, a watch ends after half an hour to an hour, so that clients spread over servers. */
const minTimeoutMs = 1_800_000;
const bookmarkEveryMs = 60_000;

/** GET with `watch=true`: changes of one resource as they happen. */
export function watch(call: Call, context: VerbContext): ApiResponse {
  const { request, resource, info } = call;
  const query = withInitialEvents(listQuery(request.query));
  validate(query);
  const after = parseResourceVersion(query.resourceVersion, { verb: 'watch' });
  if (after > context.feed.revision) throw tooLarge(after, context.feed.revision);
  const selected = selectorOf(resource.kind, query);
  const matches: Matches = info.name ? byName(info.name, query, selected) : selected;
  return { code: 200, body: { type: 'watch', events: watchEvents({ call, context, query, matches, after }) } };
}

/** A watch from no version in particular begins with all there is, and says when that is told. */
function withInitialEvents(query: ListQuery): ListQuery {
  const { sendInitialEvents, resourceVersion, resourceVersionMatch } = query;
  if (sendInitialEvents !== undefined || resourceVersionMatch || (resourceVersion && resourceVersion !== '0')) return query;
  return { ...query, sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' };
}

/** Of one object, which a field selector may name again. */
function byName(name: string, { fieldSelector }: ListQuery, selected: Matches): Matches {
  const named = equalityRequirements(fieldSelector).find(({ field }) => field === 'metadata.name')?.value;
  if (fieldSelector && named !== name) throw badRequest("fieldSelector metadata.name doesn't match requested name");
  return (stored) => stored.object.metadata.name === name && selected(stored);
}

interface WatchTarget {
  readonly call: Call;
  readonly context: VerbContext;
  readonly query: ListQuery;
  readonly matches: Matches;
  readonly after: number;
}

async function* watchEvents(target: WatchTarget): AsyncGenerator<readonly WatchEvent[]> {
  const { call, context, query, matches, after } = target;
  const { request, resource, info } = call;
  const ended = new AbortController();
  const signal = AbortSignal.any([request.signal, ended.signal]);
  const timeoutMs =
    query.timeoutSeconds === undefined || query.timeoutSeconds <= 0 ? jittered(minTimeoutMs, 1) : query.timeoutSeconds * 1000;
  const under = resource.cache.prefix + (info.namespace ? `${info.namespace}/` : '');
  const translate = translator(resource, under, matches);
  const output = new Channel<WatchEvent>();
  void context.clock.sleep(timeoutMs, signal).then(() => ended.abort());
  try {
    const from = startRevision(target);
    const events = resource.cache.watch({ after: from, signal });
    if (wantsInitial(query, after)) yield initialEvents(target, from);
    const progress: Progress = { isIdle: true, revision: from };
    const reached = (revision: number) => (progress.revision = revision);
    const source = events ? events.batches() : changesFromStore({ resource, store: context.store, after: from, signal, reached });
    void pump(source, { output, translate, progress });
    // Everything up to the feed's revision has been pushed to the watchers of this cache by now.
    const told = () => (events ? context.feed.revision : progress.revision);
    if (query.allowWatchBookmarks) void bookmarks(output, { call, progress, told, signal, clock: context.clock });
    yield* output.batches();
  } finally {
    ended.abort();
    output.close();
  }
}

/** From 0 or nothing, a watch begins with all there is; from a version, with what came after it. */
const startRevision = ({ context, query, after }: WatchTarget): number =>
  after === 0 || query.sendInitialEvents ? context.feed.revision : after;

const wantsInitial = ({ sendInitialEvents }: ListQuery, after: number): boolean => sendInitialEvents ?? after === 0;

function initialEvents({ call, query, matches }: WatchTarget, revision: number): WatchEvent[] {
  const { resource, info } = call;
  const events: WatchEvent[] = [];
  for (const [, stored] of resource.cache.entries(info.namespace ? { under: `${info.namespace}/` } : {})) {
    const object = resource.shown(stored);
    if (matches(object)) events.push({ type: 'ADDED', object });
  }
  if (query.sendInitialEvents && query.allowWatchBookmarks) {
    events.push(bookmark(resource, revision, { 'k8s.io/initial-events-end': 'true' }));
  }
  return events;
}

/** What a change means to a watcher: objects that enter its selection are added, those that leave are deleted. */
function translator(resource: Resource, under: string, matches: Matches): (event: CacheEvent) => WatchEvent | undefined {
  return ({ type, key, object: stored, previous: storedPrevious, revision }) => {
    if (!key.startsWith(under)) return undefined;
    const object = resource.shown(stored);
    const previous = storedPrevious && resource.shown(storedPrevious);
    const was = previous !== undefined && matches(previous);
    const is = type === 'put' && matches(object);
    if (is) return event(was ? 'MODIFIED' : 'ADDED', object);
    if (!was) return undefined;
    return event('DELETED', type === 'delete' ? object : previous.at(revision));
  };
}

/** Events are shared by all watchers, so that each is encoded once. */
const shared = new WeakMap<StoredObject, Map<WatchEvent['type'], WatchEvent>>();

function event(type: WatchEvent['type'], object: StoredObject): WatchEvent {
  const ofObject = shared.getOrInsertComputed(object, () => new Map());
  return ofObject.getOrInsertComputed(type, () => ({ type, object }));
}

/** How far a watch has come. */
interface Progress {
  /** Whether nothing waits for the client to read. */
  isIdle: boolean;
  /** Of a watch from further back than the cache remembers. */
  revision: number;
}

interface PumpOptions {
  readonly output: Channel<WatchEvent>;
  readonly translate: (event: CacheEvent) => WatchEvent | undefined;
  readonly progress: Progress;
}

async function pump(source: AsyncIterable<readonly CacheEvent[]>, { output, translate, progress }: PumpOptions): Promise<void> {
  try {
    for await (const batch of source) {
      progress.isIdle = false;
      for (const each of batch) {
        const translated = translate(each);
        if (translated && !output.push(translated)) return;
      }
      // What the client does not read waits where there is a limit to it.
      await output.drained();
      progress.isIdle = true;
    }
    output.close();
  } catch (error) {
    // It begins again from the last version it has seen.
    if (error instanceof SlowWatcher || error instanceof SlowWatcherError) return output.close();
    const failure = error instanceof CompactedError ? expired('The resourceVersion for the provided watch is too old.') : error;
    const status = toStatus(failure);
    output.push({ type: 'ERROR', object: { object: status, bytes: Buffer.from(JSON.stringify(status)) } });
    output.close();
  }
}

interface BookmarkOptions {
  readonly call: Call;
  readonly progress: Progress;
  /** Everything up to here has been told once nothing waits. */
  readonly told: () => number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** Tells quiet watchers how far they have seen everything. */
async function bookmarks(output: Channel<WatchEvent>, { call, progress, told, signal, clock }: BookmarkOptions): Promise<void> {
  let last = 0;
  while (!signal.aborted) {
    await clock.sleep(jittered(bookmarkEveryMs, 0.1), signal);
    const revision = told();
    // What waits is not told yet: a bookmark before it would be untrue.
    if (signal.aborted || !progress.isIdle || revision === last) continue;
    last = revision;
    output.push(bookmark(call.resource, revision));
  }
}

function bookmark({ kind }: Resource, revision: number, annotations?: Record<string, string>): WatchEvent {
  const object = {
    kind: kind.kind,
    apiVersion: apiVersionOf(kind),
    metadata: { resourceVersion: String(revision), ...(annotations && { annotations }) },
  };
  return { type: 'BOOKMARK', object: { object, bytes: Buffer.from(JSON.stringify(object)) } };
}

function validate({ sendInitialEvents, resourceVersionMatch, continueToken }: ListQuery): void {
  const problems = [];
  const match = new Field('resourceVersionMatch');
  if (sendInitialEvents !== undefined && resourceVersionMatch !== 'NotOlderThan') {
    problems.push(match.forbidden('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  }
  if (sendInitialEvents === undefined && resourceVersionMatch) {
    problems.push(match.forbidden('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'));
  }
  if (resourceVersionMatch && resourceVersionMatch !== 'NotOlderThan')
    problems.push(match.notSupported(resourceVersionMatch, ['NotOlderThan']));
  if (resourceVersionMatch && continueToken) problems.push(match.forbidden('resourceVersionMatch is forbidden when continue is provided'));
  if (problems.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions', name: '' }, problems);
}
