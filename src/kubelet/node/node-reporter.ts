import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import type { EventRecorder } from '../../client/events/event-recorder.ts';
import { Node } from '../../kinds/core/node/index.ts';
import type { NodeStatus } from '../../kinds/core/node/schema.ts';
import { ApiError } from '../../model/errors.ts';
import { hasChanged, nodePatch } from './node-patch.ts';
import { conditionEvents } from './node-status.ts';
import { registerNode, type Registration } from './register-node.ts';

export interface NodeReporterOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  readonly recorder: EventRecorder;
  readonly registration: Omit<Registration, 'status'>;
  /** What there is to say now, following on what was said. */
  readonly status: (previous: NodeStatus | undefined) => Promise<NodeStatus>;
  /** The node as the API server has it, as far as is known here. */
  readonly current: () => Node | undefined;
}

// As upstream: looked at every ten seconds, told at least every five minutes.
const lookPeriodMs = 10_000;
const tellPeriodMs = 300_000;
const firstRetryMs = 100;
const maxRetryMs = 7000;

/** Makes the node known to the cluster and keeps its status up to date. */
export class NodeReporter {
  readonly #options: NodeReporterOptions;
  readonly #registered = Promise.withResolvers<void>();
  #node: Node | undefined;
  #toldMs = Number.NEGATIVE_INFINITY;
  #pause = new AbortController();

  constructor(options: NodeReporterOptions) {
    this.#options = options;
  }

  get registered(): Promise<void> {
    return this.#registered.promise;
  }

  /** As last heard of. */
  get node(): Node | undefined {
    const current = this.#options.current();
    if (!current || !this.#node || current.metadata.uid !== this.#node.metadata.uid) return current ?? this.#node;
    return Number(current.metadata.resourceVersion) >= Number(this.#node.metadata.resourceVersion) ? current : this.#node;
  }

  /** Something has changed that the cluster should know at once. */
  hurry(): void {
    this.#pause.abort();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    let retryMs = firstRetryMs;
    while (!signal.aborted) {
      this.#pause = new AbortController();
      try {
        if (!this.#node) await this.#register(signal);
        await this.#tell(signal);
        retryMs = firstRetryMs;
        await clock.sleep(lookPeriodMs, AbortSignal.any([signal, this.#pause.signal]));
      } catch (error) {
        if (signal.aborted) return;
        // A node that was deleted makes itself known again.
        if (ApiError.is(error, 'NotFound')) this.#node = undefined;
        log.warn({ err: error }, 'the status of the node could not be told');
        await clock.sleep(retryMs, signal);
        retryMs = Math.min(retryMs * 2, maxRetryMs);
      }
    }
  }

  async #register(signal: AbortSignal): Promise<void> {
    const { client, registration, status, log } = this.#options;
    this.#node = await registerNode(client, { ...registration, status: await status(undefined) }, signal);
    this.#toldMs = Number.NEGATIVE_INFINITY;
    log.info({ node: registration.name }, 'the node is registered');
    this.#event('Starting', 'Starting kubelet.');
    this.#registered.resolve();
  }

  async #tell(signal: AbortSignal): Promise<void> {
    const { client, clock, status, registration } = this.#options;
    const before = this.node?.status;
    if (!before) return;
    const after = await status(before);
    if (!hasChanged(before, after) && clock.now() - this.#toldMs < tellPeriodMs) return;
    const patch = { type: 'strategic', body: nodePatch(before, after) } as const;
    this.#node = await client.patch(Node, { name: registration.name }, patch, { subresource: 'status', signal });
    this.#toldMs = clock.now();
    for (const reason of conditionEvents(before.conditions, after.conditions)) {
      this.#event(reason, `Node ${registration.name} status is now: ${reason}`);
    }
  }

  #event(reason: string, message: string): void {
    const { recorder, registration } = this.#options;
    // Events about nodes carry the name as uid, which is how kubectl finds them.
    recorder.event({ apiVersion: 'v1', kind: 'Node', metadata: { name: registration.name, uid: registration.name } }, { reason, message });
  }
}
