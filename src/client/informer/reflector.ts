import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { jittered, randomBelow } from '../../base/random.ts';
import { ApiError } from '../../model/errors.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import type { Client, Selection, WatchChange } from '../client.ts';
import { KeptPart } from './kept-part.ts';
import { listAll } from './list-all.ts';

/** Where a reflector puts what it hears. */
export interface Sink<T> {
  replaceAll(objects: readonly T[], resourceVersion: string): void;
  apply(object: T): void;
  remove(object: T): void;
  /** Everything up to this resource version has been told. */
  reached(resourceVersion: string): void;
}

export interface ReflectorOptions<T extends KubeObject> {
  readonly kind: Kind<T>;
  readonly selection?: Selection | undefined;
  readonly metadataOnly?: boolean | undefined;
  readonly sink: Sink<T>;
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
}

const firstDelayMs = 250;
const maxDelayMs = 30_000;
/** A watch that lasted as long is no sign of trouble, however it ended. */
const steadyMs = 60_000;

/**
 * Keeps a sink the same as the server: lists, then watches from there, resumes a watch that ended where it ended, and
 * lists anew when the server no longer remembers.
 */
export class Reflector<T extends KubeObject> {
  readonly #options: ReflectorOptions<T>;
  /** Where to go on watching; undefined before the first list and when it is too long ago. */
  #after: string | undefined;
  /** The last list or watch; a list must not answer with less. */
  #newest = '0';
  #attempt = new AbortController();
  readonly #keep: (object: T) => T;

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    const kept = new KeptPart();
    this.#keep = options.client.sharesObjects ? (object) => object : (object) => kept.of(object);
  }

  /** Lists anew, now. */
  refresh(): void {
    this.#after = undefined;
    this.#attempt.abort(new Refreshed());
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, log, kind } = this.#options;
    let delayMs = firstDelayMs;
    while (!signal.aborted) {
      this.#attempt = new AbortController();
      const startedMs = clock.now();
      // Lets go of whoever still listens to an attempt that is over.
      const over = new AbortController();
      try {
        await this.#listAndWatch(AbortSignal.any([signal, this.#attempt.signal, over.signal]));
      } catch (error) {
        if (signal.aborted) return;
        if (this.#attempt.signal.aborted) continue;
        if (isBeyondServer(error)) this.#forget();
        log.debug({ err: error, kind: kind.kind }, 'list or watch ended');
      } finally {
        over.abort();
      }
      if (this.#attempt.signal.aborted) continue;
      if (clock.now() - startedMs >= steadyMs) delayMs = firstDelayMs;
      await clock.sleep(jittered(delayMs, 1), signal);
      delayMs = Math.min(delayMs * 2, maxDelayMs);
    }
  }

  async #listAndWatch(signal: AbortSignal): Promise<void> {
    const { client, kind, selection, metadataOnly, sink } = this.#options;
    if (this.#after === undefined) {
      const { items, resourceVersion } = await listAll(client, kind, {
        ...selection,
        metadataOnly,
        resourceVersion: this.#newest,
        signal,
        keep: this.#keep,
      });
      sink.replaceAll(items, resourceVersion);
      this.#after = resourceVersion;
      this.#newest = resourceVersion;
    }
    // Not all watches should end at once and come back at once.
    const timeoutSeconds = 300 + randomBelow(300);
    for await (const changes of client.watch(kind, { ...selection, metadataOnly, after: this.#after, timeoutSeconds, signal })) {
      if (signal.aborted) return;
      this.#take(changes);
    }
  }

  #take(changes: readonly WatchChange<T>[]): void {
    const { sink } = this.#options;
    for (const { type, object } of changes) {
      if (type === 'DELETED') sink.remove(object);
      else if (type !== 'BOOKMARK') sink.apply(this.#keep(object));
    }
    const last = changes.at(-1)?.object.metadata.resourceVersion;
    if (last === undefined) return;
    this.#after = last;
    this.#newest = last;
    sink.reached(last);
  }

  /** Begin anew with whatever is newest. */
  #forget(): void {
    this.#after = undefined;
    this.#newest = '';
  }
}

/** The server's history starts later, or ends earlier, than where it was asked to go on. */
function isBeyondServer(error: unknown): boolean {
  if (ApiError.is(error, 'Expired', 'Gone')) return true;
  return (
    ApiError.is(error, 'Timeout') && (error.status.details?.causes?.some(({ reason }) => reason === 'ResourceVersionTooLarge') ?? false)
  );
}

class Refreshed extends Error {
  override readonly name = 'Refreshed';
}
