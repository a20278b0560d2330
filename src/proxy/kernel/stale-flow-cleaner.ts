import type { Log } from '../../base/log.ts';
import { mayLeaveStaleFlows, type UdpFrontend } from '../services/udp-frontend.ts';
import type { FlowTable } from './conntrack.ts';
import { staleFlows } from './flows.ts';

/** Makes the kernel forget UDP flows to endpoints that are gone: their clients would go on sending there. */
export class StaleFlowCleaner {
  readonly #flows: FlowTable;
  readonly #log: Log;
  readonly #frontends = new Map<string, readonly UdpFrontend[]>();
  readonly #suspects = new Set<string>();
  /** Nobody took care before this process did. */
  #isFirst = true;

  constructor({ flows, log }: { flows: FlowTable; log: Log }) {
    this.#flows = flows;
    this.#log = log;
  }

  /** Where a service is reached by UDP from now on, once the rules for it are in place. */
  replace(service: string, after: readonly UdpFrontend[] = []): void {
    const before = this.#frontends.get(service) ?? [];
    if (after.length > 0) this.#frontends.set(service, after);
    else this.#frontends.delete(service);
    if (mayLeaveStaleFlows(before, after)) this.#suspects.add(service);
  }

  /** Must run after new rules are in place, or else new flows would go wrong again. */
  async clean(signal: AbortSignal): Promise<void> {
    if (this.#suspects.size === 0 && !this.#isFirst) return;
    const suspects = [...(this.#isFirst ? this.#frontends.keys() : this.#suspects)];
    const frontends = suspects.flatMap((service) => this.#frontends.get(service) ?? []);
    this.#suspects.clear();
    this.#isFirst = false;
    if (frontends.length === 0) return;
    try {
      for (const flows of staleFlows(await this.#flows.list(signal), frontends)) await this.#flows.forget(flows, signal);
    } catch (error) {
      signal.throwIfAborted();
      // They end by themselves once their client pauses.
      this.#log.warn({ err: error }, 'flows to endpoints that are gone could not be ended');
    }
  }
}
