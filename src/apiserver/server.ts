import type { Clock } from '../base/clock.ts';
import { Deadlines } from '../base/deadlines.ts';
import type { Log } from '../base/log.ts';
import { Event } from '../kinds/core/event.ts';
import type { FeatureGates } from '../model/features/feature-gates.ts';
import type { Kind } from '../model/kind.ts';
import type { ApiRequest, ApiResponse, User } from '../model/request.ts';
import type { Store } from '../storage/store.ts';
import { AdmissionTimes } from './admission/admission-times.ts';
import type { AdmissionPlugin } from './admission/plugin.ts';
import type { Allocator } from './allocation/allocator.ts';
import { repairAllocations } from './allocation/run.ts';
import { AccessMetrics } from './metrics/access-metrics.ts';
import { RequestMetrics } from './metrics/request-metrics.ts';
import type { Policy } from './policy.ts';
import { Feed } from './cache/feed.ts';
import { ResourceCache } from './cache/resource-cache.ts';
import type { VerbContext } from './call.ts';
import { defaultEventLifeMs, expireEvents } from './event-expiry.ts';
import { InFlightLimits, type InFlightMaximums } from './in-flight-limits.ts';
import { createReader } from './reader.ts';
import type { RequestInfo } from './request-info.ts';
import { Resource } from './resource.ts';
import type { Services } from './services.ts';
import { defaultStoragePrefix, keyPrefix } from './storage-keys.ts';

/** Answers a path that is no resource, such as `/version`, or says nothing. */
export type Endpoint = (
  about: { request: ApiRequest; info: RequestInfo; user: User },
  server: ApiServer,
) => Promise<ApiResponse | undefined> | ApiResponse | undefined;

export interface ApiServerOptions {
  readonly store: Store;
  /** Where the keys of all resources begin. Default: `/registry`. */
  readonly storagePrefix?: string | undefined;
  readonly kinds: readonly Kind[];
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: (server: Pick<ApiServer, 'reader'>) => Policy;
  /** In the order in which they run. */
  readonly admission: (server: Pick<ApiServer, 'reader' | 'policy' | 'resourceOf'>) => readonly AdmissionPlugin[];
  readonly allocators: readonly Allocator[];
  readonly endpoints: readonly Endpoint[];
  readonly services: Services;
  readonly gates: FeatureGates;
  /** How long requests may take that are not meant to last. As long as they like, unless given. */
  readonly requestTimeoutMs?: number | undefined;
  /** How long events are kept after they were written last. As upstream, unless given. */
  readonly eventLifeMs?: number | undefined;
  /** How many requests from outside are answered at once. As many as come, unless given. */
  readonly inFlightMaximums?: InFlightMaximums | undefined;
}

/** All of an API server that does not depend on how requests travel. */
export interface ApiServer extends VerbContext {
  readonly kinds: readonly Kind[];
  /** By `group/version/plural`. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly policy: Policy;
  readonly endpoints: readonly Endpoint[];
  readonly services: Services;
  readonly metrics: RequestMetrics;
  readonly accessMetrics: AccessMetrics;
  readonly inFlight: InFlightLimits;
  readonly requestTimeoutMs: number | undefined;
  /** For requests that may take as long as the server allows. */
  readonly requestDeadlines: { readonly deadlines: Deadlines; readonly timeoutMs: number } | undefined;
  /** Aborts when the server begins to stop. */
  readonly stopping: AbortSignal;
  /** Keeps the caches current and forgets old events, until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

export function createApiServer(options: ApiServerOptions): ApiServer {
  const { store, kinds, clock, log, allocators, endpoints, services, gates, requestTimeoutMs } = options;
  const { storagePrefix = defaultStoragePrefix, eventLifeMs = defaultEventLifeMs } = options;
  const feed = new Feed({ store, prefix: `${storagePrefix}/`, clock, log });
  const resources = new Map<string, Resource>();
  const caches = new Map<string, ResourceCache>();
  for (const kind of kinds) {
    const prefix = keyPrefix(kind.storedAs?.kind ?? kind, storagePrefix);
    const cache = caches.getOrInsertComputed(prefix, () => {
      const created = new ResourceCache({ store, prefix });
      feed.add(created);
      return created;
    });
    const lifeMs = prefix === keyPrefix(Event, storagePrefix) ? eventLifeMs : undefined;
    resources.set(`${kind.group}/${kind.version}/${kind.plural}`, new Resource({ kind, cache, store, feed, lifeMs }));
  }
  const preferred = new Map(
    [...resources.values()].toReversed().map((resource) => [`${resource.kind.group}/${resource.kind.plural}`, resource]),
  );
  const resourceOf = (group: string, plural: string) => preferred.get(`${group}/${plural}`);
  const reader = createReader(resourceOf);
  const metrics = new RequestMetrics({
    clock,
    isServed(info) {
      if (!info.isResource) return true;
      const resource = resources.get(`${info.group}/${info.version}/${info.resource}`);
      return resource !== undefined && (info.subresource === '' || (resource.kind.subresources ?? []).includes(info.subresource));
    },
  });
  const admissionTimes = new AdmissionTimes({ clock });
  const policy = options.policy({ reader });
  const stopping = new AbortController();
  const deadlines = new Deadlines({ clock, signal: stopping.signal });
  return {
    store,
    feed,
    stopping: stopping.signal,
    reader,
    metrics,
    accessMetrics: new AccessMetrics({ clock }),
    inFlight: new InFlightLimits({
      maximums: options.inFlightMaximums ?? { readOnly: 0, mutating: 0 },
      deadlines,
    }),
    requestTimeoutMs,
    requestDeadlines: requestTimeoutMs === undefined ? undefined : { deadlines, timeoutMs: requestTimeoutMs },
    clock,
    log,
    kinds,
    resources,
    resourceOf,
    admission: admissionTimes.timed(options.admission({ reader, policy, resourceOf })),
    admissionTimes,
    allocators,
    endpoints,
    services,
    gates,
    policy,
    async run(signal) {
      signal.addEventListener('abort', () => stopping.abort(), { once: true });
      await Promise.all([
        feed.run(signal),
        expireEvents({ resourceOf, feed, lifeMs: eventLifeMs, endsLives: store.endsLives ?? false, clock }, signal),
        repairAllocations({ allocators, reader, clock, log }, signal),
      ]);
    },
  };
}
