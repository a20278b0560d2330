import { unlessAborted, untilAborted } from '../base/unless-aborted.ts';
import { keyOf, refOf, type Informer, type Informers } from '../client/informer.ts';
import { Namespace } from '../kinds/core/namespace.ts';
import { Service } from '../kinds/core/service/index.ts';
import { EndpointSlice } from '../kinds/discovery/endpoint-slice/index.ts';
import type { ClusterZone } from './records/cluster-zone.ts';
import { serviceRecords } from './records/service-records.ts';

const serviceIndex = 'service';

/** Keeps the zone the same as the services, endpoints and namespaces of the cluster: each change touches its own names alone. */
export class ZoneFeed {
  readonly #zone: ClusterZone;
  readonly #services: Informer<Service>;
  readonly #slices: Informer<EndpointSlice>;
  readonly #namespaces: Informer<Namespace>;
  readonly #completed = Promise.withResolvers<void>();
  #isComplete = false;

  constructor({ informers, zone }: { informers: Informers; zone: ClusterZone }) {
    this.#zone = zone;
    this.#services = informers.of(Service);
    this.#slices = informers.of(EndpointSlice);
    this.#slices.index(serviceIndex, servicesOf);
    this.#namespaces = informers.of(Namespace);
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Resolves once all that there is in the cluster is known. */
  async complete(signal: AbortSignal): Promise<void> {
    await unlessAborted(this.#completed.promise, signal);
  }

  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.#caughtUp(signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    using _namespaces = this.#namespaces.observe({
      applied: ({ metadata }) => this.#zone.setNamespace(metadata.name, true),
      deleted: ({ metadata }) => this.#zone.setNamespace(metadata.name, false),
    });
    using _services = this.#services.observe({
      applied: ({ metadata }) => this.#update(keyOf(metadata)),
      deleted: ({ metadata }) => this.#update(keyOf(metadata)),
    });
    // What was known before has been taken in with the services.
    let isNews = false;
    const update = (slice: EndpointSlice) => {
      if (isNews) for (const key of servicesOf(slice)) this.#update(key);
    };
    using _slices = this.#slices.observe({
      applied: (slice, previous) => {
        update(slice);
        if (previous) update(previous);
      },
      deleted: update,
    });
    isNews = true;
    this.#isComplete = true;
    this.#completed.resolve();
    await untilAborted(signal);
  }

  #update(key: string): void {
    const service = this.#services.get(refOf(key));
    this.#zone.setService(key, service ? serviceRecords(service, this.#slices.byIndex(serviceIndex, key), this.#zone.settings) : []);
  }

  async #caughtUp(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#services, this.#slices, this.#namespaces].map((informer) => informer.caughtUp({ signal })));
  }
}

const servicesOf = ({ metadata: { namespace, labels } }: EndpointSlice): readonly string[] => {
  const name = labels?.['kubernetes.io/service-name'];
  return name ? [keyOf({ name, namespace })] : [];
};
