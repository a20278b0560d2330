import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import type { EventRecorder } from '../../client/events/event-recorder.ts';
import type { Informers } from '../../client/informer.ts';
import { Lease } from '../../kinds/coordination/lease.ts';
import { isNodeReady, nodeCondition } from '../../kinds/core/node/conditions.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodReady } from '../../kinds/core/pod/readiness.ts';
import { setCondition } from '../../model/conditions.ts';
import { ApiError } from '../../model/errors.ts';
import { formatTime } from '../../model/timestamp.ts';
import { nodeEvent, nodeStatusEvent } from '../nodes/node-events.ts';
import { Evictions } from './evictions.ts';
import { isSilent, listen, unknownConditions, type Health } from './health.ts';
import { changeTaints, evictionTaints, hasTaint, isChange } from './taints.ts';

export interface NodeMonitorOptions {
  readonly client: Client;
  readonly informers: Informers;
  readonly events: EventRecorder;
  readonly clock: Clock;
  readonly log: Log;
}

const leaseNamespace = 'kube-node-lease';
const excludedLabel = 'node.kubernetes.io/exclude-disruption';
/** So many nodes are written at once. */
const batchSize = 8;

/** Finds out which nodes have fallen silent, says so, and ends what ran on them. */
export class NodeMonitor {
  readonly #options: NodeMonitorOptions;
  readonly #health = new Map<string, Health>();
  readonly #known = new Map<string, Node>();
  /** Nodes whose pods are still to be marked as not ready. */
  readonly #unmarked = new Set<string>();
  readonly #evictions: Evictions;

  constructor(options: NodeMonitorOptions) {
    this.#options = options;
    this.#evictions = new Evictions({ clock: options.clock });
  }

  /** How long until a node may lose its pods; undefined when none waits for that. */
  get nextEvictionMs(): number | undefined {
    return this.#evictions.nextMs;
  }

  /** Looks at every node once. */
  async check(): Promise<void> {
    const nodes = this.#options.informers.of(Node).list();
    this.#noteArrivals(nodes);
    const checked: { node: Node; isReady: boolean }[] = [];
    for (let start = 0; start < nodes.length; start += batchSize) {
      const batch = await Promise.all(nodes.slice(start, start + batchSize).map((node) => this.#checkNode(node)));
      checked.push(...batch.filter((node) => node !== undefined).map((node) => ({ node, isReady: isNodeReady(node) })));
    }
    const counted = checked.filter(({ node }) => node.metadata.labels?.[excludedLabel] === undefined);
    const mode = this.#evictions.assess(counted);
    if (mode === 'all disrupted') await this.#stopEvictions(nodes);
    if (mode === 'recovered') this.#hearAll();
  }

  /** Ends what runs on those nodes whose turn it is. */
  async evict(): Promise<void> {
    const { informers, client, clock, log } = this.#options;
    for (const name of this.#evictions.take()) {
      const node = informers.of(Node).get({ name });
      const ready = node && nodeCondition(node, 'Ready')?.status;
      if (!node || ready === 'True' || ready === undefined) continue;
      try {
        await changeTaints(client, node, evictionTaints(ready), formatTime(clock.now()));
      } catch (error) {
        log.warn({ err: error, node: name }, 'node could not be tainted');
        this.#evictions.add(node);
      }
    }
  }

  /** A pod that comes to a node that is not ready is not ready either. */
  async markIfNodeNotReady(pod: Pod): Promise<void> {
    const node = this.#options.informers.of(Node).get({ name: pod.spec.nodeName ?? '' });
    const ready = node && nodeCondition(node, 'Ready');
    if (ready && ready.status !== 'True') await this.#markNotReady(pod);
  }

  #noteArrivals(nodes: readonly Node[]): void {
    const { events } = this.#options;
    const names = new Set(nodes.map(({ metadata }) => metadata.name));
    for (const node of nodes) {
      const { name } = node.metadata;
      if (!this.#known.has(name)) nodeEvent(events, node, 'RegisteredNode', `Registered Node ${name} in Controller`);
      this.#known.set(name, node);
    }
    for (const [name, node] of this.#known) {
      if (names.has(name)) continue;
      nodeEvent(events, node, 'RemovingNode', `Removing Node ${name} from Controller`);
      this.#known.delete(name);
      this.#health.delete(name);
      this.#unmarked.delete(name);
      this.#evictions.delete(node);
    }
  }

  /** The node as it is now; undefined when that could not be found out. */
  async #checkNode(node: Node): Promise<Node | undefined> {
    const { log } = this.#options;
    try {
      const wasReady = isNodeReady(node);
      const current = await this.#judge(node);
      const ready = nodeCondition(current, 'Ready')?.status;
      if (ready !== undefined) await this.#followUp(current, { ready, wasReady });
      return current;
    } catch (error) {
      log.warn({ err: error, node: node.metadata.name }, 'health of a node could not be updated');
      return undefined;
    }
  }

  async #judge(node: Node): Promise<Node> {
    const { clock, client, informers } = this.#options;
    const { name } = node.metadata;
    const nowMs = clock.now();
    const lease = informers.of(Lease, { namespace: leaseNamespace }).get({ namespace: leaseNamespace, name });
    const health = listen(this.#health.get(name), node, lease, nowMs);
    this.#health.set(name, health);
    if (!isSilent(health, nowMs)) return node;
    const conditions = unknownConditions(node, nowMs);
    if (conditions === node.status.conditions) return node;
    const status = { ...node.status, conditions: [...conditions] };
    const updated = await client.update(Node, { ...node, status }, { subresource: 'status' });
    // What we write ourselves is no sign of life.
    this.#health.set(name, { ...health, ready: nodeCondition(updated, 'Ready') });
    return updated;
  }

  async #followUp(node: Node, { ready, wasReady }: { ready: string; wasReady: boolean }): Promise<void> {
    const { client, clock, events } = this.#options;
    const change = evictionTaints(ready);
    const now = formatTime(clock.now());
    if (ready === 'True') {
      this.#evictions.delete(node);
      this.#unmarked.delete(node.metadata.name);
      if (isChange(node, change)) await changeTaints(client, node, change, now);
      return;
    }
    // One taint may take the other's place at once: its pods are on their way out already.
    if (change.remove.some((taint) => hasTaint(node, taint))) await changeTaints(client, node, change, now);
    else if (isChange(node, change)) this.#evictions.add(node);
    if (wasReady) {
      nodeStatusEvent(events, node, 'NodeNotReady');
      this.#unmarked.add(node.metadata.name);
    }
    if (this.#unmarked.has(node.metadata.name)) await this.#markPodsNotReady(node);
  }

  async #markPodsNotReady({ metadata: { name } }: Node): Promise<void> {
    const pods = this.#options.informers.of(Pod).byIndex('node', name);
    for (const pod of pods) await this.#markNotReady(pod);
    this.#unmarked.delete(name);
  }

  async #markNotReady(pod: Pod): Promise<void> {
    const { client, clock, events } = this.#options;
    const ready = pod.status.conditions?.find(({ type }) => type === 'Ready');
    if (!ready || !isPodReady(pod)) return;
    const { lastTransitionTime: _, ...rest } = ready;
    const conditions = setCondition(pod.status.conditions, { ...rest, status: 'False' }, { nowTimestamp: formatTime(clock.now()) });
    try {
      await client.update(Pod, { ...pod, status: { ...pod.status, conditions } }, { subresource: 'status' });
      events.event(pod, { type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' });
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
    }
  }

  async #stopEvictions(nodes: readonly Node[]): Promise<void> {
    const { client, clock, log } = this.#options;
    log.warn({ nodes: nodes.length }, 'no node is ready, ending nothing until one is');
    for (const node of nodes) {
      this.#evictions.delete(node);
      await changeTaints(client, node, evictionTaints('True'), formatTime(clock.now())).catch((error: unknown) =>
        log.warn({ err: error, node: node.metadata.name }, 'taints could not be removed'),
      );
    }
  }

  /** Gives nodes that come back after all were gone the time to say so. */
  #hearAll(): void {
    const heardMs = this.#options.clock.now();
    for (const [name, health] of this.#health) this.#health.set(name, { ...health, heardMs });
  }
}
