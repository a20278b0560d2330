import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Client, Ref, Selection } from '../client/client.ts';
import type { EventRecorder } from '../client/events/event-recorder.ts';
import type { Informer } from '../client/informer.ts';
import type { Kind, KubeObject } from '../model/kind.ts';
import type { Cache } from './cache.ts';
import type { Work } from './work-queue.ts';

/** A controller is a value: what it looks after, and one function that moves the world closer to it. */
export interface Controller<T extends KubeObject = KubeObject> {
  readonly name: string;
  readonly for: Kind<T>;
  /** Of these kinds it watches and keeps only what is selected, whatever it watches them for. */
  readonly selects?: readonly KindSelection[];
  /** A change of one of these wakes the object that controls it. */
  readonly owns?: readonly Kind[];
  /** How long it waits after such a change, for more of them to come. Not at all, unless given. */
  readonly ownedDelayMs?: number;
  /** Other changes, and whom they wake. */
  readonly wakes?: readonly Wake[];
  /** What it reads besides, whose changes wake nobody. */
  readonly reads?: readonly Kind[];
  readonly indexes?: readonly Index[];
  /** How many objects it looks after at once. */
  readonly workers?: number;
  /** How long a failed object waits at first; doubles with each failure in a row. */
  readonly firstRetryMs?: number;
  readonly maxRetryMs?: number;
  /** Which changes of the object itself matter; all, unless given. Only asked when there is a previous version. */
  isWokenBy?(next: T, previous: T): boolean;
  /** Must be safe to run again at any time. Throwing retries later; `afterMs` asks to be run again. */
  reconcile(object: T, context: Context): Promise<Work | void>;
  /** Runs once the object is gone, for those who keep or made something about it. */
  reconcileDeleted?(ref: Ref, context: Context): Promise<Work | void>;
}

export interface KindSelection extends Selection {
  readonly kind: Kind;
}

export interface Context {
  /** Writes as this controller's own user. The object is not reconciled again before these writes can be read. */
  readonly client: Client;
  readonly cache: Cache;
  readonly events: EventRecorder;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export interface Wake {
  readonly kind: Kind;
  observe(wake: (ref: Ref) => void, options: { cache: Cache; informer: Informer<KubeObject> }): Disposable;
}

export interface Index {
  readonly kind: Kind;
  readonly name: string;
  valuesOf(object: KubeObject): readonly string[];
}

/** The runtime gives a controller only objects of its kind, so it may pass as one of any kind. */
export const defineController = <T extends KubeObject>(controller: Controller<T>): Controller => controller;

export interface ChangeOf<T> {
  /** As it was before; undefined when it is new. */
  readonly previous: T | undefined;
  readonly isDeleted: boolean;
  readonly cache: Cache;
}

/** Whom a change of another kind wakes. */
export function on<T extends KubeObject>(kind: Kind<T>, refsOf: (object: T, change: ChangeOf<T>) => Iterable<Ref>): Wake {
  return {
    kind,
    observe(wake, { cache, informer }) {
      // The informer is of the kind given, so these are its objects; likewise in `index`.
      const changed = (object: KubeObject, previous: KubeObject | undefined, isDeleted: boolean) => {
        for (const ref of refsOf(object as T, { previous: previous as T | undefined, isDeleted, cache })) wake(ref);
      };
      return informer.observe({
        applied: (object, previous) => changed(object, previous, false),
        deleted: (object) => changed(object, object, true),
      });
    },
  };
}

export const index = <T extends KubeObject>(kind: Kind<T>, name: string, valuesOf: (object: T) => readonly string[]): Index => ({
  kind,
  name,
  valuesOf: (object) => valuesOf(object as T),
});
