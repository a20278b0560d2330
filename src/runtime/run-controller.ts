import type { Clock } from '../base/clock.ts';
import { DeadlineExceededError, withDeadline } from '../base/deadline.ts';
import type { Log } from '../base/log.ts';
import type { Client } from '../client/client.ts';
import { createEventRecorder } from '../client/events/event-recorder.ts';
import { keyOf, refOf, type Informers } from '../client/informer.ts';
import { ApiError } from '../model/errors.ts';
import { resourceNameOf, type Kind, type KubeObject } from '../model/kind.ts';
import { controllerOf } from '../model/owner-references.ts';
import { cacheOf, indexByController, type Cache } from './cache.ts';
import type { Component } from './component.ts';
import type { Context, Controller } from './controller.ts';
import { isOwnerOfKind } from './owner.ts';
import { OwnWrites } from './own-writes.ts';
import type { ObserveQueue } from './queue-observer.ts';
import { WorkQueue } from './work-queue.ts';

export interface ControllerOptions {
  /** Acts as the controller's own user. */
  readonly client: Client;
  /** Who the controller's events say they come from. */
  readonly eventSource: string;
  readonly informers: Informers;
  readonly clock: Clock;
  readonly log: Log;
  readonly observeQueue?: ObserveQueue | undefined;
}

/** Makes a controller something that runs. */
export function controllerComponent(controller: Controller, options: ControllerOptions): Component {
  return { name: controller.name, run: (signal) => runController(controller, options, signal) };
}

async function runController(controller: Controller, options: ControllerOptions, signal: AbortSignal): Promise<void> {
  const { client, clock, observeQueue } = options;
  const informers = selected(options.informers, controller);
  const log = options.log.child({ controller: controller.name });
  const watched = watchedKinds(controller);
  for (const kind of watched) indexByController(informers.of(kind));
  for (const index of controller.indexes ?? []) informers.of(index.kind).index(index.name, (object) => index.valuesOf(object));
  try {
    await Promise.all([...watched].map((kind) => informers.of(kind).caughtUp({ signal })));
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }

  const { firstRetryMs, maxRetryMs } = controller;
  const queue = new WorkQueue({ clock, observer: observeQueue?.(controller.name), firstRetryMs, maxRetryMs });
  const cache = cacheOf(informers, watched);
  using _observers = observe(controller, { informers, cache, queue });
  const events = createEventRecorder({ client, component: options.eventSource, clock, log });
  const ownWrites = new OwnWrites();

  const work = async (key: string) => {
    try {
      await seeOwnWrites(await ownWrites.take(key), { informers, watched, clock, log, signal });
      const ref = refOf(key);
      const object = informers.of(controller.for).get(ref);
      const context: Context = { client: ownWrites.noting(key, client), cache, events, clock, log, signal };
      return await (object ? controller.reconcile(object, context) : controller.reconcileDeleted?.(ref, context));
    } catch (error) {
      // Losing a race is normal and the next try sees the winner.
      if (ApiError.is(error, 'Conflict') || signal.aborted) log.debug({ err: error, key }, 'reconcile lost a race');
      else log.warn({ err: error, key }, 'reconcile failed, will be tried again');
      throw error;
    }
  };

  await Promise.all([events.run(signal), queue.run(work, { signal, workers: controller.workers ?? 1 })]);
}

/** The informers as the controller sees them: with no more than it selects. */
function selected(informers: Informers, { selects = [] }: Controller): Informers {
  if (selects.length === 0) return informers;
  const selections = new Map(selects.map(({ kind, ...selection }) => [resourceNameOf(kind), selection]));
  return { ...informers, of: (kind, selection = selections.get(resourceNameOf(kind))) => informers.of(kind, selection) };
}

function watchedKinds({ for: primary, owns = [], wakes = [], reads = [] }: Controller): Set<Kind> {
  return new Set([primary, ...owns, ...wakes.map(({ kind }) => kind), ...reads]);
}

function observe(
  controller: Controller,
  { informers, cache, queue }: { informers: Informers; cache: Cache; queue: WorkQueue },
): DisposableStack {
  const observers = new DisposableStack();
  const wake = (ref: { name: string; namespace?: string | undefined }) => queue.add(keyOf(ref));
  observers.use(
    informers.of(controller.for).observe({
      applied: (object, previous) => {
        if (!previous || previous.metadata.uid !== object.metadata.uid || (controller.isWokenBy?.(object, previous) ?? true)) {
          wake(object.metadata);
        }
      },
      deleted: ({ metadata }) => wake(metadata),
    }),
  );
  const wakeOwner = (object: KubeObject) => {
    const owner = controllerOf(object);
    if (!owner || !isOwnerOfKind(owner, controller.for)) return;
    const namespace = controller.for.scope === 'Namespaced' ? object.metadata.namespace : undefined;
    queue.addAfter(keyOf({ name: owner.name, namespace }), controller.ownedDelayMs ?? 0);
  };
  for (const kind of controller.owns ?? []) {
    const applied = (object: KubeObject, previous: KubeObject | undefined) => {
      wakeOwner(object);
      if (previous && controllerOf(previous)?.uid !== controllerOf(object)?.uid) wakeOwner(previous);
    };
    observers.use(informers.of(kind).observe({ applied, deleted: wakeOwner }));
  }
  for (const on of controller.wakes ?? []) observers.use(on.observe(wake, { cache, informer: informers.of(on.kind) }));
  return observers;
}

const patienceMs = 10_000;

interface Seeing {
  readonly informers: Informers;
  readonly watched: ReadonlySet<Kind>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Lets the last writes come back first, so that no reconcile acts on a world before them. */
async function seeOwnWrites(
  writes: Awaited<ReturnType<OwnWrites['take']>>,
  { informers, watched, clock, log, signal }: Seeing,
): Promise<void> {
  for (const { kind, resourceVersion, removed } of writes) {
    if (!watched.has(kind)) continue;
    const informer = informers.of(kind);
    const seen = () =>
      withDeadline(removed ? informer.withoutObject({ ...removed, signal }) : informer.caughtUp({ resourceVersion, signal }), {
        timeoutMs: patienceMs,
        otherwise: `the watch of ${kind.plural} did not reach ${resourceVersion}`,
        signal,
        clock,
      });
    try {
      await seen();
    } catch (error) {
      if (!(error instanceof DeadlineExceededError)) throw error;
      log.warn({ kind: kind.kind, resourceVersion }, 'own write is not seen, listing anew');
      informer.refresh();
      await seen();
    }
  }
}
