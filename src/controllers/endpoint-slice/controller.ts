import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import { keyOf } from '../../client/informer.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Service } from '../../kinds/core/service/index.ts';
import type { New } from '../../model/kind.ts';
import { defineController, index, on, type Controller } from '../../runtime/controller.ts';
import { podsOf, selectionIndexes, selectsPods, wakesServices } from '../service-pods/selection.ts';
import { TriggerTimes, triggerTimeAnnotation } from '../service-pods/trigger-times.ts';
import { managedSlices } from '../service-slices/managed-slices.ts';
import { carryOut } from '../service-slices/slice-changes.ts';
import { plan } from './plan.ts';
import { manager } from './slice.ts';
import { isTopologyAware } from './topology-hints.ts';
import { isShareChanged, zoneShares } from './zone-shares.ts';

const managed = managedSlices(manager);
const topologyIndex = 'aware of topology';

export function endpointSliceController(): Controller {
  const triggerTimes = new TriggerTimes();
  /** Services whose endpoints are spread over zones. */
  const spread = new Set<string>();
  return defineController({
    name: 'endpointslice',
    for: Service,
    wakes: [
      wakesServices,
      managed.wake,
      on(Node, (node, { previous, isDeleted, cache }) =>
        isDeleted || isShareChanged(node, previous) ? cache.byIndex(Service, topologyIndex, 'true').map(({ metadata }) => metadata) : [],
      ),
    ],
    indexes: [...selectionIndexes, managed.index, index(Service, topologyIndex, (service) => (isTopologyAware(service) ? ['true'] : []))],
    workers: 5,
    firstRetryMs: 1000,

    async reconcile(service, { cache, client, events }) {
      if (!selectsPods(service)) return;
      const { namespace = '', name } = service.metadata;
      const key = keyOf(service.metadata);
      const pods = podsOf(service, cache);
      const changes = plan({
        service,
        pods,
        slices: managed.of(service.metadata, cache),
        nodeOf: (nodeName) => cache.get(Node, { name: nodeName }),
        shares: () => zoneShares(cache.list(Node)),
        wasSpread: spread.has(key),
      });
      const noted = notedWith(triggerTimes.next(service, pods));
      try {
        await carryOut({ ...changes, create: changes.create.map(noted), update: changes.update.map(noted) }, service, client);
      } catch (error) {
        const message = `Error updating Endpoint Slices for Service ${namespace}/${name}: ${error instanceof Error ? error.message : String(error)}`;
        events.event(service, { type: 'Warning', reason: 'FailedToUpdateEndpointSlices', message });
        throw error;
      }
      if (changes.isSpread) spread.add(key);
      else spread.delete(key);
      for (const notice of changes.notices) events.event(service, notice);
      const [pod] = changes.withoutNode;
      // The node may be about to come; if not, the pod is about to go.
      if (pod)
        throw new Error(`skipping Pod ${pod.metadata.name} for Service ${namespace}/${name}: Node ${pod.spec.nodeName ?? ''} Not Found`);
    },

    // Slices are deleted with the service that owns them.
    async reconcileDeleted(ref) {
      triggerTimes.forget(ref);
      spread.delete(keyOf(ref));
    },
  });
}

/** Notes when what it tells has changed, or takes the note away where that is not known. */
const notedWith =
  (triggerTime: string | undefined) =>
  <T extends New<EndpointSlice>>(slice: T): T => {
    const { [triggerTimeAnnotation]: _, ...annotations } = slice.metadata.annotations ?? {};
    return {
      ...slice,
      metadata: { ...slice.metadata, annotations: { ...annotations, ...(triggerTime && { [triggerTimeAnnotation]: triggerTime }) } },
    };
  };
