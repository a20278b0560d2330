import type { Clock } from '../../../base/clock.ts';
import type { Client } from '../../../client/client.ts';
import { Node } from '../../../kinds/core/node/index.ts';
import { Pod } from '../../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../../kinds/core/pod/readiness.ts';
import { ApiError } from '../../../model/errors.ts';
import { formatTime } from '../../../model/timestamp.ts';
import { matchesNodeAffinity } from '../../../kinds/core/pod/node-affinity.ts';
import type { Random } from './random.ts';

export interface WorldOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly nodes: number;
  /** Whether containers end by themselves after a while, as those of jobs do. */
  readonly completes?: boolean | undefined;
}

/** How often, each time the world moves, a pod or a node comes to grief. */
export interface Grief {
  readonly podFails: number;
  readonly nodeGoes: number;
}

export const peace: Grief = { podFails: 0, nodeGoes: 0 };

/** What is not the controllers: places pods on nodes, runs them, ends them, and sees to it that things go wrong. */
export class World {
  readonly #options: WorldOptions;
  #nodesMade = 0;
  /** How each pod ended, by uid, as its kubelet knows it, whatever became of the object. */
  readonly ended = new Map<string, 'Succeeded' | 'Failed'>();

  constructor(options: WorldOptions) {
    this.#options = options;
  }

  async step(grief: Grief): Promise<void> {
    const { client, random, nodes: wanted } = this.#options;
    const { items: nodes } = await client.list(Node);
    if (nodes.length < wanted) await this.#addNode();
    const lost = random.chance(grief.nodeGoes) ? random.pick(nodes) : undefined;
    if (lost) await client.delete(Node, lost.metadata);
    const alive = nodes.filter((node) => node !== lost);
    const { items: pods } = await client.list(Pod);
    for (const pod of pods) await tolerating(() => this.#move(pod, alive, grief));
  }

  async #addNode(): Promise<void> {
    const name = `node-${this.#nodesMade++}`;
    const node = await this.#options.client.create(Node, { metadata: { name, labels: { 'kubernetes.io/hostname': name } }, spec: {} });
    const conditions = [{ type: 'Ready', status: 'True' as const, lastTransitionTime: formatTime(this.#options.clock.now()) }];
    const { taints: _, ...spec } = node.spec;
    const status = { allocatable: { cpu: '8', memory: '8Gi', pods: '110' }, conditions };
    const untainted = await this.#options.client.update(Node, { ...node, spec });
    await this.#options.client.update(Node, { ...untainted, status }, { subresource: 'status' });
  }

  async #move(pod: Pod, nodes: readonly Node[], grief: Grief): Promise<void> {
    const { client, random, completes = false } = this.#options;
    const { nodeName } = pod.spec;
    if (!nodeName) return pod.metadata.deletionTimestamp === undefined ? this.#bind(pod, nodes) : this.#remove(pod);
    if (!nodes.some(({ metadata }) => metadata.name === nodeName)) return this.#remove(pod);
    if (pod.metadata.deletionTimestamp !== undefined) return random.chance(0.4) ? this.#remove(pod) : undefined;
    if (isPodTerminal(pod)) return undefined;
    if (random.chance(grief.podFails)) return this.#end(pod, 'Failed');
    if (pod.status.phase !== 'Running') {
      if (!random.chance(0.6)) return undefined;
      const ready = { type: 'Ready', status: 'True', lastTransitionTime: formatTime(this.#options.clock.now()) };
      const status = {
        ...pod.status,
        phase: 'Running' as const,
        startTime: formatTime(this.#options.clock.now()),
        conditions: [...(pod.status.conditions ?? []).filter(({ type }) => type !== 'Ready'), ready],
      };
      await client.update(Pod, { ...pod, status }, { subresource: 'status' });
      return undefined;
    }
    return completes && random.chance(0.3) ? this.#end(pod, 'Succeeded') : undefined;
  }

  async #bind(pod: Pod, nodes: readonly Node[]): Promise<void> {
    const { client, random } = this.#options;
    const fitting = nodes.filter(({ metadata }) => matchesNodeAffinity(pod.spec, metadata));
    const node = random.pick(fitting);
    if (!node || !random.chance(0.7)) return;
    await client.post(Pod, pod.metadata, 'binding', {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name: pod.metadata.name, namespace: pod.metadata.namespace },
      target: { kind: 'Node', name: node.metadata.name },
    });
  }

  async #end(pod: Pod, phase: 'Succeeded' | 'Failed'): Promise<void> {
    const exitCode = phase === 'Failed' ? 1 : 0;
    const containerStatuses = pod.spec.containers.map(({ name, image = '' }) => ({
      name,
      image,
      imageID: '',
      ready: false,
      restartCount: 0,
      state: { terminated: { exitCode, finishedAt: formatTime(this.#options.clock.now()) } },
    }));
    const conditions = (pod.status.conditions ?? []).filter(({ type }) => type !== 'Ready');
    const status = { ...pod.status, phase, containerStatuses, conditions };
    await this.#options.client.update(Pod, { ...pod, status }, { subresource: 'status' });
    this.ended.set(pod.metadata.uid, phase);
  }

  /** What has not ended by itself has failed by being removed. */
  async #remove(pod: Pod): Promise<void> {
    if (!isPodTerminal(pod)) {
      await this.#end(pod, 'Failed');
    }
    await this.#options.client.delete(Pod, pod.metadata, { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } });
  }
}

/** Somebody else was faster. */
async function tolerating(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!ApiError.is(error, 'NotFound', 'Conflict')) throw error;
  }
}
