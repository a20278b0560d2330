import { Channel } from '../../base/channel.ts';
import { jsonCopy } from '../../base/json-copy.ts';
import type { Client, Patch, Ref, WatchChange } from '../../client/client.ts';
import { keyOf } from '../../client/informer.ts';
import type { PodCondition } from '../../kinds/core/pod/status.ts';
import { alreadyExists, conflict, notFound } from '../../model/errors.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';

type Stored = KubeObject & { status?: Record<string, unknown> };

/**
 * As much of an API server as a kubelet talks to: it stores, watches, applies patches of status, and deletes in two steps.
 * Selectors are ignored: all that is in it is the node's.
 */
export class PodApi {
  readonly #objects = new Map<Kind, Map<string, Stored>>();
  readonly #watchers = new Set<{ readonly kind: Kind; readonly channel: Channel<WatchChange<KubeObject>> }>();
  /** Reasons of events, with their messages, as they were told. */
  readonly events: string[] = [];
  #revision = 0;

  get<T extends KubeObject>(kind: Kind<T>, ref: Ref): T | undefined {
    // Stored under its own kind.
    return this.#of(kind).get(keyOf(ref)) as unknown as T | undefined;
  }

  put<T extends KubeObject>(kind: Kind<T>, object: object): T {
    const given = jsonCopy(object) as Stored;
    const known = this.#of(kind).get(keyOf(given.metadata));
    const { uid = known?.metadata.uid ?? `uid-${this.#revision + 1}`, creationTimestamp = '2026-01-01T00:00:00Z' } =
      given.metadata as Partial<KubeObject['metadata']>;
    const generation = known ? (known.metadata.generation ?? 1) + 1 : 1;
    const metadata = { ...given.metadata, uid, creationTimestamp, generation, resourceVersion: String(++this.#revision) };
    return this.#store(kind, { ...given, metadata, status: given.status ?? known?.status ?? {} }, known ? 'MODIFIED' : 'ADDED');
  }

  /** What a user's deletion of a pod does. */
  beginDeletion<T extends KubeObject>(kind: Kind<T>, ref: Ref, { graceSeconds, atMs }: { graceSeconds: number; atMs: number }): void {
    const object = this.get(kind, ref);
    if (!object) throw notFound({ ...kind, name: ref.name });
    const deletionTimestamp = new Date(atMs + graceSeconds * 1000).toISOString();
    this.put(kind, { ...object, metadata: { ...object.metadata, deletionTimestamp, deletionGracePeriodSeconds: graceSeconds } });
  }

  remove<T extends KubeObject>(kind: Kind<T>, ref: Ref): void {
    const object = this.get(kind, ref);
    if (!object) throw notFound({ ...kind, name: ref.name });
    this.#of(kind).delete(keyOf(ref));
    this.#tell(kind, {
      type: 'DELETED',
      object: { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.#revision) } },
    });
  }

  readonly client: Client = {
    sharesObjects: true,
    get: async (kind, ref) => this.#must(kind, ref),
    list: async (kind) => ({
      items: [...this.#of(kind).values()] as never,
      resourceVersion: String(this.#revision),
    }),
    create: async (kind, object) => {
      if (kind.kind === 'Event') this.events.push(describeEvent(object));
      else if (this.get(kind, { ...object.metadata, name: object.metadata.name ?? '' }))
        throw alreadyExists({ ...kind, name: object.metadata.name });
      return this.put(kind, object);
    },
    update: async (kind, object) => this.put(kind, object),
    patch: async (kind, ref, patch) => {
      const object = this.#must(kind, ref) as unknown as Stored;
      const body = patch.body as { metadata?: { uid?: string }; status?: Record<string, unknown> };
      if (body.metadata?.uid && body.metadata.uid !== object.metadata.uid) throw conflict({ ...kind, name: ref.name });
      const status = body.status ? patchedStatus(object.status ?? {}, body.status) : object.status;
      const metadata = {
        ...object.metadata,
        ...(patch as Patch & { body: Stored }).body.metadata,
        resourceVersion: String(++this.#revision),
      };
      return this.#store(kind, { ...object, metadata, ...(status && { status }) }, 'MODIFIED');
    },
    delete: async (kind, ref) => {
      this.#must(kind, ref);
      this.remove(kind, ref);
      return undefined;
    },
    deleteCollection: async () => {},
    post: async () => ({}) as never,
    request: async () => ({}) as never,
    watch: (kind, { signal }) => {
      const channel = new Channel<WatchChange<KubeObject>>();
      const watcher = { kind: kind, channel };
      this.#watchers.add(watcher);
      signal.addEventListener('abort', () => channel.close(), { once: true });
      return channel.batches() as AsyncIterable<never>;
    },
  };

  #must<T extends KubeObject>(kind: Kind<T>, ref: Ref): T {
    const object = this.get(kind, ref);
    if (!object) throw notFound({ ...kind, name: ref.name });
    return object;
  }

  #of(kind: Kind): Map<string, Stored> {
    const objects = this.#objects.get(kind) ?? new Map<string, Stored>();
    this.#objects.set(kind, objects);
    return objects;
  }

  #store<T extends KubeObject>(kind: Kind<T>, object: Stored, type: 'ADDED' | 'MODIFIED'): T {
    this.#of(kind).set(keyOf(object.metadata), object);
    this.#tell(kind, { type, object });
    return object as unknown as T;
  }

  #tell(kind: Kind, change: WatchChange<KubeObject>): void {
    for (const watcher of this.#watchers) if (watcher.kind === kind) watcher.channel.push(change);
  }
}

function patchedStatus(status: Record<string, unknown>, changes: Record<string, unknown>): Record<string, unknown> {
  const next = { ...status };
  for (const [field, value] of Object.entries(changes)) {
    if (field === 'conditions') next[field] = patchedConditions((status[field] ?? []) as PodCondition[], value as Change[]);
    else if (value === null) delete next[field];
    else next[field] = Array.isArray(value) ? value.filter((item) => !(item as Change)?.$patch) : value;
  }
  return jsonCopy(next);
}

interface Change extends PodCondition {
  readonly $patch?: string;
}

function patchedConditions(conditions: readonly PodCondition[], changes: readonly Change[]): readonly PodCondition[] {
  const next = new Map(conditions.map((condition) => [condition.type, condition]));
  for (const { $patch, ...change } of changes) {
    if ($patch === 'delete') next.delete(change.type);
    else
      next.set(
        change.type,
        Object.fromEntries(
          Object.entries({ ...next.get(change.type), ...change }).filter(([, value]) => value !== null),
        ) as unknown as PodCondition,
      );
  }
  return [...next.values()];
}

const describeEvent = (event: object): string => {
  const { reason, message } = event as { reason?: string; message?: string };
  return `${reason}: ${message}`;
};
