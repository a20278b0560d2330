import { createEventRecorder } from '../../client/events/event-recorder.ts';
import { apiVersionOf } from '../../model/kind.ts';
import { ApiError } from '../../model/errors.ts';
import type { Component } from '../../runtime/component.ts';
import type { ControllerOptions } from '../../runtime/run-controller.ts';
import { WorkQueue } from '../../runtime/work-queue.ts';
import { Collector } from './collector.ts';
import { OwnerGraph, type Tasks } from './graph.ts';
import { LiveObjects } from './live-objects.ts';
import { Monitors } from './monitors.ts';

const workers = 20;
/** An owner is often created right before what it owns, and its own watch may be slower. */
const soonMs = 2000;

/** Deletes objects whose owners are gone, and sees to deletions in the foreground and to orphaning. */
export function garbageCollector({ client, eventSource, clock, log: parentLog, observeQueue }: ControllerOptions): Component {
  const name = 'garbage-collector';
  const log = parentLog.child({ controller: name });
  const checks = new WorkQueue({ clock, observer: observeQueue?.('garbage_collector_attempt_to_delete') });
  const orphans = new WorkQueue({ clock, observer: observeQueue?.('garbage_collector_attempt_to_orphan') });
  const events = createEventRecorder({ client, component: eventSource, clock, log });
  const tasks: Tasks = {
    check: (uid) => checks.add(uid),
    checkSoon: (uid) => checks.addAfter(uid, soonMs),
    orphan: (uid) => orphans.add(uid),
    invalidNamespace({ resource, uid, name: object, namespace = '' }, owner) {
      const target = { apiVersion: apiVersionOf(resource), kind: resource.kind, metadata: { name: object, namespace, uid } };
      const reference = `[${owner.apiVersion}/${owner.kind}, namespace: ${namespace}, name: ${owner.name}, uid: ${owner.uid}]`;
      const message = `ownerRef ${reference} does not exist in namespace ${JSON.stringify(namespace)}`;
      events.event(target, { type: 'Warning', reason: 'OwnerRefInvalidNamespace', message });
    },
  };
  const graph = new OwnerGraph(tasks);
  const monitors = new Monitors({ client, clock, log, graph });
  const live = new LiveObjects({ client, monitors });
  const collector = new Collector({ graph, live, check: (uid) => checks.add(uid) });

  const attempt = (work: (uid: string) => Promise<void>) => async (uid: string) => {
    try {
      await work(uid);
    } catch (error) {
      const level = ApiError.is(error, 'Conflict') ? 'debug' : 'warn';
      log[level]({ err: error, uid }, 'object could not be collected, will be tried again');
      throw error;
    }
  };

  return {
    name,
    async run(signal) {
      // Nothing is deleted before everything is known: a dependent that is not could be one that blocks.
      const { promise: known, resolve } = Promise.withResolvers<void>();
      const watching = monitors.run(resolve, signal);
      const collecting = Promise.race([known, watching]).then(() => {
        graph.checkUnknownOwners();
        return Promise.all([
          checks.run(
            attempt((uid) => collector.check(uid)),
            { signal, workers },
          ),
          orphans.run(
            attempt((uid) => collector.orphan(uid)),
            { signal, workers },
          ),
        ]);
      });
      await Promise.all([watching, collecting, events.run(signal)]);
    },
  };
}
