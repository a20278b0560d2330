import type { EventRecorder } from '../../client/events/event-recorder.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ApiError } from '../../model/errors.ts';
import type { Plugin } from '../plugin.ts';
import { writeStatus, type PodStatusWriterOptions } from '../pod-status.ts';
import { podName, type PodInfo } from '../snapshot/pod-info.ts';
import type { Victims } from './victims.ts';

export interface EvictionsOptions extends PodStatusWriterOptions {
  readonly events: EventRecorder;
}

/** Removes pods to make room for others. While that is under way, those who get the room are not tried. */
export class Evictions {
  readonly #options: EvictionsOptions;
  readonly #preemptors = new Set<string>();

  constructor(options: EvictionsOptions) {
    this.#options = options;
  }

  /** What the queue is told about it. */
  readonly plugin: Plugin = {
    name: 'DefaultPreemption',
    preEnqueue: ({ uid }) => (this.#preemptors.has(uid) ? 'waiting for the preemption for this pod to be finished' : undefined),
  };

  /** `losers` lose the room that was kept for them on the node. Never rejects: whoever stays is found out in the next attempt. */
  async run(
    preemptor: PodInfo,
    { node, pods }: Victims,
    { losers, signal }: { losers: readonly PodInfo[]; signal: AbortSignal },
  ): Promise<void> {
    this.#preemptors.add(preemptor.uid);
    try {
      await Promise.all(losers.map(({ pod }) => writeStatus(pod, { nominatedNode: '' }, { ...this.#options, signal })));
      await Promise.all(pods.map((victim) => this.#evict(victim, preemptor, { node, signal })));
    } finally {
      this.#preemptors.delete(preemptor.uid);
    }
  }

  async #evict({ pod }: PodInfo, preemptor: PodInfo, { node, signal }: { node: string; signal: AbortSignal }): Promise<void> {
    if (pod.metadata.deletionTimestamp !== undefined) return;
    const { client, events, log } = this.#options;
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: `${preemptor.pod.spec.schedulerName ?? ''}: preempting to accommodate a higher priority pod`,
    };
    if (!(await writeStatus(pod, { condition }, { ...this.#options, signal }))) return;
    try {
      await client.delete(Pod, pod.metadata, { preconditions: { uid: pod.metadata.uid }, signal });
    } catch (error) {
      if (signal.aborted || ApiError.is(error, 'NotFound', 'Conflict')) return;
      log.warn({ err: error, pod: podName(pod), preemptor: podName(preemptor.pod) }, 'pod could not be preempted');
      return;
    }
    log.info({ pod: podName(pod), preemptor: podName(preemptor.pod), node }, 'pod preempted');
    events.event(pod, { reason: 'Preempted', message: `Preempted by pod ${preemptor.uid} on node ${node}` });
  }
}
