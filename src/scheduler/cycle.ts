import type { Log } from '../base/log.ts';
import type { Client } from '../client/client.ts';
import type { EventRecorder } from '../client/events/event-recorder.ts';
import type { Informers } from '../client/informer.ts';
import { Pod } from '../kinds/core/pod/index.ts';
import { ApiError } from '../model/errors.ts';
import type { Background } from './background.ts';
import type { Chooser, Choice } from './cycle/choose.ts';
import type { NominatedPods } from './cycle/nominated-pods.ts';
import type { Evictions } from './preemption/evictions.ts';
import { preempt } from './preemption/preempt.ts';
import type { AttemptResult, SchedulingObserver } from './observer.ts';
import type { Plugin, Preparation } from './plugin.ts';
import { assume, prepare } from './prepare.ts';
import { writeStatus, type PodStatusWriterOptions } from './pod-status.ts';
import type { QueuedPod } from './queue/queued-pod.ts';
import type { SchedulingQueue } from './queue/scheduling-queue.ts';
import type { AssumedObjects } from './snapshot/assumed-objects.ts';
import type { ClusterState } from './snapshot/cluster-state.ts';
import type { NodeInfo } from './snapshot/node-info.ts';
import { podInfoOf, podName, type PodInfo } from './snapshot/pod-info.ts';

export interface CycleOptions extends PodStatusWriterOptions {
  readonly plugins: readonly Plugin[];
  readonly informers: Informers;
  readonly assumed: AssumedObjects;
  readonly client: Client;
  readonly log: Log;
  readonly events: EventRecorder;
  readonly queue: SchedulingQueue;
  readonly cluster: ClusterState;
  readonly nominated: NominatedPods;
  readonly chooser: Chooser;
  readonly evictions: Evictions;
  readonly background: Background;
  readonly observer: SchedulingObserver;
  readonly profileName: string;
  readonly signal: AbortSignal;
}

/**
 * Places one pod, or finds out why it cannot be. Does not wait: what goes to the API server goes on in the background, so
 * nothing in the cluster's state changes in between.
 */
export function runCycle(queued: QueuedPod, cycle: CycleOptions): void {
  const { cluster, nominated, chooser, background } = cycle;
  const { info } = queued;
  const choice = chooser.choose(info);
  if (choice.type === 'none') return reject(queued, choice, cycle);
  const needs = cycle.plugins.flatMap((plugin) => {
    const preparation = plugin.prepare?.(info, choice.node, cluster);
    return preparation ? [{ plugin: plugin.name, preparation }] : [];
  });
  for (const { preparation } of needs) assume(preparation, cycle);
  cluster.assume(info, choice.node.name);
  nominated.delete(info.uid);
  if (needs.length === 0) background.start(bind(queued, choice.node.name, cycle));
  else background.startWaiting(prepareAndBind(queued, choice.node, { needs, cycle }));
}

interface Needs {
  readonly needs: readonly { readonly plugin: string; readonly preparation: Preparation }[];
  readonly cycle: CycleOptions;
}

async function prepareAndBind(queued: QueuedPod, node: NodeInfo, { needs, cycle }: Needs): Promise<void> {
  for (const { plugin, preparation } of needs) {
    try {
      await prepare(preparation, { pod: queued.info.pod, node }, cycle);
    } catch (error) {
      if (!cycle.signal.aborted) unbind(queued, { error, step: `PreBind plugin ${JSON.stringify(plugin)}` }, cycle);
      return;
    }
  }
  await bind(queued, node.name, cycle);
}

async function bind(queued: QueuedPod, node: string, cycle: CycleOptions): Promise<void> {
  const { client, events, log, signal } = cycle;
  const { pod } = queued.info;
  const { name, namespace, uid } = pod.metadata;
  const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name, namespace, uid }, target: { kind: 'Node', name: node } };
  try {
    await client.post(Pod, pod.metadata, 'binding', binding, { signal });
  } catch (error) {
    if (!signal.aborted) unbind(queued, { error, step: 'Bind plugin "DefaultBinder"' }, cycle);
    return;
  }
  attempted(queued, 'scheduled', cycle);
  log.debug({ pod: podName(pod), node }, 'pod bound');
  events.event(pod, { reason: 'Scheduled', message: `Successfully assigned ${podName(pod)} to ${node}` });
}

/** The binding failed, so the room that the pod was thought to take is free. */
function unbind(queued: QueuedPod, { error, step }: { error: unknown; step: string }, cycle: CycleOptions): void {
  const { cluster, queue, log } = cycle;
  const { uid, pod } = queued.info;
  const isRace = ApiError.is(error, 'NotFound', 'Conflict');
  log[isRace ? 'debug' : 'warn']({ err: error, pod: podName(pod) }, 'pod not bound');
  attempted(queued, 'error', cycle);
  cluster.forget(uid);
  queue.notify({ type: 'pod gone', pod });
  if (!refresh(queued, cycle)) return;
  queue.giveBackBroken(queued);
  const message = `running ${step}: ${error instanceof Error ? error.message : String(error)}`;
  report(queued.info, { reason: 'SchedulerError', message, nominatedNode: '' }, cycle);
}

function reject(queued: QueuedPod, choice: Choice & { type: 'none' }, cycle: CycleOptions): void {
  const { queue, log } = cycle;
  const { info } = queued;
  attempted(queued, 'unschedulable', cycle);
  const { message, nominatedNode } = makeRoom(info, choice, cycle);
  if (!refresh(queued, cycle)) return;
  queue.giveBackRejected(queued, choice.rejectors);
  log.debug({ pod: podName(info.pod), message, attempts: queued.attempts }, 'pod fits no node');
  report(queued.info, { reason: 'Unschedulable', message, nominatedNode }, cycle);
}

function attempted(queued: QueuedPod, result: AttemptResult, { observer, profileName, clock }: CycleOptions): void {
  const nowMs = clock.now();
  const { attempts, lastAttemptMs = nowMs, firstAttemptMs = nowMs } = queued;
  observer.attempted(result, { profile: profileName, tookMs: nowMs - lastAttemptMs });
  if (result === 'scheduled') observer.placed({ attempts, sinceFirstMs: nowMs - firstAttemptMs });
}

/** Has other pods removed, if that helps and is allowed. */
function makeRoom(info: PodInfo, choice: Choice & { type: 'none' }, cycle: CycleOptions): { message: string; nominatedNode?: string } {
  const { cluster, nominated, queue, evictions, background, signal } = cycle;
  if (cluster.nodes.length === 0) return { message: choice.message, nominatedNode: '' };
  cycle.observer.preempts();
  const preemption = preempt(info, { cluster, nominated, filters: choice.filters, refusals: choice.refusals });
  if (preemption.type !== 'victims') {
    const message = `${choice.message} ${preemption.message}`;
    if (preemption.type === 'not eligible') return { message };
    nominated.delete(info.uid);
    return { message, nominatedNode: '' };
  }
  const { victims } = preemption;
  cycle.observer.victims(victims.pods.length);
  const losers = nominated.on(victims.node).filter(({ priority }) => priority < info.priority);
  for (const { uid } of losers) nominated.delete(uid);
  nominated.set(info, victims.node);
  const evicted = evictions.run(info, victims, { losers, signal }).finally(() => queue.release(info.uid, evictions.plugin));
  background.start(evicted);
  return { message: choice.message, nominatedNode: victims.node };
}

/** Brings the pod up to date before it goes back to the queue. False, if it does not belong there any more. */
function refresh(queued: QueuedPod, { cluster }: CycleOptions): boolean {
  const { uid, pod } = queued.info;
  const latest = cluster.objects.get(Pod, pod.metadata);
  if (latest?.metadata.uid !== uid || latest.spec.nodeName || latest.metadata.deletionTimestamp !== undefined) return false;
  if (latest !== pod) queued.info = podInfoOf(latest);
  return true;
}

// Of the Events API.
const maxNoteLength = 1024;

interface Failure {
  readonly reason: 'SchedulerError' | 'Unschedulable';
  readonly message: string;
  readonly nominatedNode?: string | undefined;
}

function report({ pod }: PodInfo, { reason, message, nominatedNode }: Failure, cycle: CycleOptions): void {
  const note = message.length <= maxNoteLength ? message : `${message.slice(0, maxNoteLength - 4)} ...`;
  cycle.events.event(pod, { type: 'Warning', reason: 'FailedScheduling', message: note });
  const condition = { type: 'PodScheduled', status: 'False', reason, message };
  cycle.background.start(writeStatus(pod, { condition, nominatedNode }, cycle).then(() => {}));
}
