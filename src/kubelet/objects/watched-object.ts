import type { Clock } from '../../base/clock.ts';
import { DeadlineExceededError, withDeadline } from '../../base/deadline.ts';
import type { Log } from '../../base/log.ts';
import type { Client, Ref } from '../../client/client.ts';
import { Reflector, type Sink } from '../../client/informer/reflector.ts';
import { notFound } from '../../model/errors.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';

export interface WatchedObjectOptions<T extends KubeObject> {
  readonly kind: Kind<T>;
  readonly ref: Ref;
  /** Of such an object no changes are awaited. */
  readonly isImmutable: (object: T) => boolean;
  readonly changed: () => void;
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long a reader waits for the first answer, as upstream. */
const waitMs = 1000;

/** One object by its name, kept up to date. */
export class WatchedObject<T extends KubeObject> {
  readonly #options: WatchedObjectOptions<T>;
  readonly #stop = new AbortController();
  readonly #listed = Promise.withResolvers<void>();
  #isListed = false;
  #object: T | undefined;

  constructor(options: WatchedObjectOptions<T>) {
    this.#options = options;
  }

  async read({ signal }: { readonly signal: AbortSignal }): Promise<T> {
    const { kind, ref, clock } = this.#options;
    const name = kind.kind.toLowerCase();
    if (!this.#isListed) {
      const otherwise = `failed to sync ${name} cache: timed out waiting for the condition`;
      try {
        await withDeadline(this.#listed.promise, { timeoutMs: waitMs, otherwise, signal, clock });
      } catch (error) {
        if (error instanceof DeadlineExceededError) throw new Error(otherwise, { cause: error });
        throw error;
      }
    }
    // In messages about what pods name, upstream says the kind rather than the resource.
    if (!this.#object) throw notFound({ group: '', plural: name, name: ref.name });
    return this.#object;
  }

  stop(): void {
    this.#stop.abort();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { kind, ref, client, clock, log } = this.#options;
    const selection = { namespace: ref.namespace, fieldSelector: `metadata.name=${ref.name}` };
    const reflector = new Reflector({ kind, selection, sink: this.#sink(), client, clock, log });
    await reflector.run(AbortSignal.any([signal, this.#stop.signal]));
  }

  #sink(): Sink<T> {
    const isMine = (object: T) => object.metadata.name === this.#options.ref.name;
    return {
      replaceAll: (objects) => this.#set(objects.find(isMine)),
      apply: (object) => isMine(object) && this.#set(object),
      remove: (object) => isMine(object) && this.#set(undefined),
      reached: () => {},
    };
  }

  #set(object: T | undefined): void {
    const before = this.#object;
    this.#object = object;
    if (object && this.#options.isImmutable(object)) this.stop();
    if (!this.#isListed) {
      this.#isListed = true;
      this.#listed.resolve();
    } else if (before?.metadata.resourceVersion !== object?.metadata.resourceVersion) {
      this.#options.changed();
    }
  }
}
