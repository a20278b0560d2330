import type { ControlGroups, RemoveOptions } from './control-groups.ts';
import { bestEffortLimits, burstableLimits, type CgroupLimits } from './limits.ts';
import { podCgroup, podsCgroup, podUidOf, qosCgroup } from './names.ts';
import type { QosClass } from './quality-of-service.ts';
import type { CgroupUsage } from './usage.ts';

export interface PodIdentity {
  readonly uid: string;
  readonly qosClass: QosClass;
}

/** The groups of pods and of their classes, under a root that may differ by node so that several can share a machine. */
export class PodCgroups {
  readonly #groups: ControlGroups;
  readonly #root: string;

  constructor({ groups, root = '/' }: { readonly groups: ControlGroups; readonly root?: string | undefined }) {
    this.#groups = groups;
    this.#root = root;
  }

  /** At start, and again whenever what the node can give has changed. */
  async prepare(allocatable: CgroupLimits): Promise<void> {
    await this.#groups.create(podsCgroup(this.#root), allocatable);
    await this.#groups.create(qosCgroup(this.#root, 'BestEffort'), bestEffortLimits);
    await this.#groups.create(qosCgroup(this.#root, 'Burstable'));
  }

  /** Whenever the burstable pods of the node change. */
  async updateBurstable({ cpuRequestMillis }: { readonly cpuRequestMillis: number }): Promise<void> {
    await this.#groups.update(qosCgroup(this.#root, 'Burstable'), burstableLimits(cpuRequestMillis));
  }

  /** What the runtime is given as the parent of the pod's containers. */
  path(pod: PodIdentity): string {
    return podCgroup(this.#root, pod);
  }

  /** Also sets the limits of a group that is there already, so that it may be called on every start of a pod. */
  async create(pod: PodIdentity, limits: CgroupLimits): Promise<void> {
    await this.#groups.create(this.path(pod), limits);
  }

  async update(pod: PodIdentity, limits: CgroupLimits): Promise<void> {
    await this.#groups.update(this.path(pod), limits);
  }

  limits(pod: PodIdentity): Promise<CgroupLimits> {
    return this.#groups.limits(this.path(pod));
  }

  usage(pod: PodIdentity): Promise<CgroupUsage | undefined> {
    return this.#groups.usage(this.path(pod));
  }

  /** Of a container by the id the runtime gave it. */
  containerUsage(pod: PodIdentity, containerId: string): Promise<CgroupUsage | undefined> {
    return this.#groups.usage(`${this.path(pod)}/${containerId}`);
  }

  /** Kills what the runtime has left behind. */
  async remove(pod: PodIdentity, options?: RemoveOptions): Promise<void> {
    await this.#groups.remove(this.path(pod), options);
  }

  /** Pods that have a group, whether anybody still knows them or not. */
  async list(): Promise<readonly PodIdentity[]> {
    const pods: PodIdentity[] = [];
    for (const qosClass of ['Guaranteed', 'Burstable', 'BestEffort'] as const) {
      for (const name of await this.#groups.children(qosCgroup(this.#root, qosClass))) {
        const uid = podUidOf(name);
        if (uid !== undefined) pods.push({ uid, qosClass });
      }
    }
    return pods;
  }
}
