import { keyOf } from '../../client/informer.ts';
import type { Ref } from '../../client/client.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { podCondition } from '../../kinds/core/pod/readiness.ts';
import type { Service } from '../../kinds/core/service/index.ts';

export const triggerTimeAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time';

interface Seen {
  readonly service: string;
  readonly pods: ReadonlyMap<string, string>;
}

/** Knows which change set off an update of endpoints, by which others measure how long that took to reach them. */
export class TriggerTimes {
  readonly #seen = new Map<string, Seen>();

  /** The time of the earliest change since the last time this was asked; for a new service, its creation. */
  next(service: Service, pods: readonly Pod[]): string | undefined {
    const key = keyOf(service.metadata);
    const before = this.#seen.get(key);
    const created = service.metadata.creationTimestamp;
    const now = new Map(pods.flatMap((pod) => readyTime(pod)));
    this.#seen.set(key, { service: created, pods: now });
    if (!before) return created;
    const changes = [...now].filter(([name, time]) => time > (before.pods.get(name) ?? '')).map(([, time]) => time);
    if (created > before.service) changes.push(created);
    return changes.toSorted()[0];
  }

  forget(service: Ref): void {
    this.#seen.delete(keyOf(service));
  }
}

function readyTime(pod: Pod): [string, string][] {
  const time = podCondition(pod, 'Ready')?.lastTransitionTime;
  return time ? [[pod.metadata.name, time]] : [];
}
