import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Client } from '../client/client.ts';
import { createEventRecorder, type EventRecorder } from '../client/events/event-recorder.ts';
import type { Informers } from '../client/informer.ts';
import { Node } from '../kinds/core/node/index.ts';
import { Pod } from '../kinds/core/pod/index.ts';
import { PodDisruptionBudget } from '../kinds/policy/pod-disruption-budget.ts';
import type { Component } from '../runtime/component.ts';
import { Background } from './background.ts';
import { watchCluster } from './cluster-watch.ts';
import { unobserved, type SchedulingObserver } from './observer.ts';
import { runCycle, type CycleOptions } from './cycle.ts';
import { Chooser } from './cycle/choose.ts';
import { NominatedPods } from './cycle/nominated-pods.ts';
import { Evictions } from './preemption/evictions.ts';
import { defaultProfile, type Profile } from './profile.ts';
import { SchedulingQueue } from './queue/scheduling-queue.ts';
import { AssumedObjects } from './snapshot/assumed-objects.ts';
import { ClusterState } from './snapshot/cluster-state.ts';

export interface SchedulerOptions {
  /** Acts as `system:kube-scheduler`. */
  readonly client: Client;
  /** Run by the caller. */
  readonly informers: Informers;
  readonly clock: Clock;
  readonly log: Log;
  /** Where to tell users; to the API server by the client, unless given. */
  readonly events?: EventRecorder | undefined;
  readonly profile?: Profile | undefined;
  /** Is told what it does. */
  readonly observer?: SchedulingObserver | undefined;
}

/** Gives pods their nodes. Only one may run at a time in a cluster. */
export const createScheduler = (options: SchedulerOptions): Component => ({
  name: 'kube-scheduler',
  run: (signal) => run(options, signal),
});

/** So many requests may be under way: enough to keep an API server busy, few enough not to flood it. */
const requestLimit = 200;

async function run(
  { client, informers, clock, log, profile = defaultProfile, observer = unobserved, ...options }: SchedulerOptions,
  signal: AbortSignal,
): Promise<void> {
  const kinds = [...new Set([PodDisruptionBudget, ...profile.plugins.flatMap(({ reads = [] }) => reads)])];
  try {
    await Promise.all([Node, Pod, ...kinds].map((kind) => informers.of(kind).caughtUp({ signal })));
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  const stopping = new AbortController();
  const both = AbortSignal.any([signal, stopping.signal]);
  const recorder = createEventRecorder({ client, component: profile.schedulerName, clock, log });
  const events = options.events ?? recorder;
  const assumed = new AssumedObjects({
    get: (kind, ref) => informers.of(kind).get(ref),
    list: (kind, namespace) => informers.of(kind).list(namespace),
  });
  const cluster = new ClusterState({ objects: assumed });
  const evictions = new Evictions({ client, clock, log, events });
  const nominated = new NominatedPods();
  const queue = new SchedulingQueue({ plugins: [...profile.plugins, evictions.plugin], cluster, clock });
  const background = new Background({ limit: requestLimit });
  const chooser = new Chooser({ profile, cluster, nominated });

  using _pending = observer.pending(() => {
    const { active, backingOff, waiting } = queue.sizes;
    return { active, backoff: backingOff, unschedulable: waiting - queue.gated, gated: queue.gated };
  });
  using _watch = watchCluster({ informers, kinds, schedulerName: profile.schedulerName, cluster, queue, nominated });
  const { plugins } = profile;
  const cycle = {
    client,
    clock,
    log,
    events,
    plugins,
    informers,
    assumed,
    queue,
    cluster,
    nominated,
    chooser,
    evictions,
    background,
    observer,
    profileName: profile.schedulerName,
    signal: both,
  };
  const parts = [Promise.race([placePods(cycle), background.broken]), queue.run(both), recorder.run(both)];
  const running = parts.map((part) => part.finally(() => stopping.abort()));
  try {
    await Promise.all(running);
  } finally {
    await Promise.allSettled(running);
    await background.ended();
  }
}

/** How long cycles may follow each other before others in this process have their turn. */
const turnMs = 5;

async function placePods(cycle: CycleOptions): Promise<void> {
  const { queue, background, clock, signal } = cycle;
  let turnEndsMs = clock.now() + turnMs;
  while (!signal.aborted) {
    const queued = background.isFull ? undefined : queue.next();
    if (queued) {
      runCycle(queued, cycle);
      if (clock.now() < turnEndsMs) continue;
      await nextTurn();
    } else {
      await Promise.all([background.room(), queue.arrival(signal)]);
    }
    turnEndsMs = clock.now() + turnMs;
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
