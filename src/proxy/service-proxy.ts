import { isIP } from 'node:net';
import { parseCidr } from '../base/cidr.ts';
import { Doorbell } from '../base/doorbell.ts';
import { unlessAborted } from '../base/unless-aborted.ts';
import { keyOf, refOf, type Informer } from '../client/informer.ts';
import { Node } from '../kinds/core/node/index.ts';
import { Service } from '../kinds/core/service/index.ts';
import { EndpointSlice } from '../kinds/discovery/endpoint-slice/index.ts';
import type { ProxyHealth } from './health/proxy-health.ts';
import { ServiceHealthServers } from './health/service-health-servers.ts';
import { StaleFlowCleaner } from './kernel/stale-flow-cleaner.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { ProxyOptions } from './proxy.ts';
import { RuleSync } from './rule-sync.ts';
import type { AddressFamily } from './rules/address-family.ts';
import { RuleTable } from './rules/rule-table.ts';
import type { RuleContext } from './rules/service-rules.ts';
import { planService } from './services/service-plan.ts';

interface ServiceProxyOptions extends Omit<ProxyOptions, 'family'> {
  readonly family: AddressFamily;
  readonly health: ProxyHealth;
  readonly kernel: Kernel;
}

/** Services that ask for another proxy, and endpoints of headless ones, are none of this proxy's business. As upstream. */
const selection = { labelSelector: '!service.kubernetes.io/service-proxy-name,!service.kubernetes.io/headless' };
const serviceIndex = 'service';
const verifyEveryMs = 300_000;
const firstRetryMs = 100;
const maxRetryMs = 30_000;

/** Follows services and endpoints, and keeps the kernel's rules up with them. */
export class ServiceProxy {
  readonly #options: ServiceProxyOptions;
  readonly #services: Informer<Service>;
  readonly #slices: Informer<EndpointSlice>;
  readonly #nodes: Informer<Node>;
  readonly #table = new RuleTable();
  readonly #sync: RuleSync;
  readonly #flows: StaleFlowCleaner;
  readonly #healthServers: ServiceHealthServers;
  readonly #doorbell: Doorbell;
  readonly #changed = new Set<string>();
  readonly #firstSync = Promise.withResolvers<void>();
  #zone: string | undefined;

  constructor(options: ServiceProxyOptions) {
    const { informers, nodeName, clock, log, kernel, family, health, podCidr, serviceCidrs = [], localhostNodePorts = false } = options;
    this.#options = options;
    this.#services = informers.of(Service, selection);
    this.#slices = informers.of(EndpointSlice, selection);
    this.#slices.index(serviceIndex, (slice) => servicesOf(slice));
    this.#nodes = informers.of(Node, { fieldSelector: `metadata.name=${nodeName}` });
    this.#doorbell = new Doorbell({ clock });
    const own = serviceCidrs.filter((cidr) => parseCidr(cidr).family === family.number);
    this.#sync = new RuleSync({ table: this.#table, base: { family, podCidr, serviceCidrs: own, localhostNodePorts }, kernel, clock, log });
    this.#flows = new StaleFlowCleaner({ flows: kernel.flows, log });
    this.#healthServers = new ServiceHealthServers({ family: family.number, isHealthy: () => health.state().isHealthy, log });
  }

  /** Resolves once the rules are there. */
  async ready(signal: AbortSignal): Promise<void> {
    await unlessAborted(this.#firstSync.promise, signal);
  }

  async run(signal: AbortSignal): Promise<void> {
    // Half of what there is would make rules that break connections, so nothing is done before all is known.
    const known = [this.#services, this.#slices, this.#nodes].map((informer) => informer.caughtUp({ signal }));
    if (!(await settledUnlessAborted(Promise.all(known), signal))) return;
    using _services = this.#services.observe({
      applied: ({ metadata }) => this.#change([keyOf(metadata)]),
      deleted: ({ metadata }) => this.#change([keyOf(metadata)]),
    });
    using _slices = this.#slices.observe({
      applied: (slice, previous) => this.#change([...servicesOf(slice), ...(previous ? servicesOf(previous) : [])]),
      deleted: (slice) => this.#change(servicesOf(slice)),
    });
    using _nodes = this.#nodes.observe({ applied: ({ metadata }) => this.#moveTo(metadata.labels?.['topology.kubernetes.io/zone']) });
    try {
      await this.#loop(signal);
    } finally {
      await this.#healthServers.close();
    }
  }

  async #loop(signal: AbortSignal): Promise<void> {
    const { clock, log, health, minSyncPeriodMs = 20 } = this.#options;
    let retryMs = firstRetryMs;
    let verifyAtMs = 0;
    while (!signal.aborted) {
      let waitMs = minSyncPeriodMs;
      try {
        if (clock.now() >= verifyAtMs) {
          if (verifyAtMs > 0) await this.#sync.verify(signal);
          verifyAtMs = clock.now() + verifyEveryMs;
          await this.#ensureRoutes(signal);
        }
        await this.#apply(signal);
        health.updated();
        this.#firstSync.resolve();
        retryMs = firstRetryMs;
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ err: error }, 'rules of services could not be set; will try again');
        waitMs = retryMs;
        retryMs = Math.min(retryMs * 2, maxRetryMs);
        this.#doorbell.ring();
      }
      await clock.sleep(waitMs, signal);
      await this.#doorbell.wait(this.#sync.hasAbandonedChains ? 1000 : Math.max(0, verifyAtMs - clock.now()), signal);
    }
  }

  async #apply(signal: AbortSignal): Promise<void> {
    const keys = [...this.#changed];
    this.#changed.clear();
    for (const key of keys) this.#plan(key);
    await this.#sync.deleteAbandonedChains(signal);
    await this.#sync.sync(signal);
    await this.#healthServers.sync();
    await this.#flows.clean(signal);
  }

  #plan(key: string): void {
    const service = this.#services.get(refOf(key));
    const plan = service && planService(service, this.#slices.byIndex(serviceIndex, key), this.#context());
    this.#table.replace(key, plan?.rules);
    this.#flows.replace(key, plan?.udp);
    this.#healthServers.replace(key, plan?.healthCheck);
  }

  #context(): RuleContext {
    const { nodeName, family, nodeAddresses = [], podCidr } = this.#options;
    return { nodeName, family, nodeAddresses, podCidr, zone: this.#zone };
  }

  #change(keys: readonly string[]): void {
    for (const key of keys) this.#changed.add(key);
    this.#options.health.queued();
    this.#doorbell.ring();
  }

  #moveTo(zone: string | undefined): void {
    if (zone === this.#zone) return;
    this.#zone = zone;
    this.#change(this.#services.list().map(({ metadata }) => keyOf(metadata)));
  }

  async #ensureRoutes(signal: AbortSignal): Promise<void> {
    const { kernel, family, serviceCidrs = [], nodeAddresses = [], log } = this.#options;
    const source = nodeAddresses.find((address) => isIP(address) === family.number);
    for (const serviceCidr of serviceCidrs) {
      if (parseCidr(serviceCidr).family !== family.number) continue;
      try {
        if (await kernel.ensureServiceRoute({ serviceCidr, source, signal })) log.info({ serviceCidr }, 'route to services added');
      } catch (error) {
        signal.throwIfAborted();
        // Only the node's own connections to services need it.
        log.warn({ err: error, serviceCidr }, 'route to services could not be added');
      }
    }
  }
}

const servicesOf = ({ metadata: { namespace, labels } }: EndpointSlice): readonly string[] => {
  const name = labels?.['kubernetes.io/service-name'];
  return name ? [keyOf({ name, namespace })] : [];
};

/** Whether the work was done before the signal aborted. */
async function settledUnlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
