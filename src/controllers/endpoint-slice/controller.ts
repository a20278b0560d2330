import { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, index, on, type Context, type Controller } from '../../runtime/controller.ts';
import { podsOf, selectionIndexes, selectsPods, wakesServices } from '../service-pods/selection.ts';
import { TriggerTimes, triggerTimeAnnotation } from '../service-pods/trigger-times.ts';
import { isNamespaceTerminating } from '../terminating-namespace.ts';
import { plan, type Plan } from './plan.ts';
import { managedByLabel, manager, serviceNameLabel } from './slice.ts';

const serviceIndex = 'managed slices by service';

export function endpointSliceController(): Controller {
  const triggerTimes = new TriggerTimes();
  return defineController({
    name: 'endpointslice',
    for: Service,
    reads: [Node],
    wakes: [
      wakesServices,
      on(EndpointSlice, (slice, { previous }) => [slice, ...(previous ? [previous] : [])].filter(isManaged).flatMap(serviceOf)),
    ],
    indexes: [
      ...selectionIndexes,
      index(EndpointSlice, serviceIndex, (slice) =>
        isManaged(slice) ? serviceOf(slice).map(({ namespace, name }) => `${namespace ?? ''}/${name}`) : [],
      ),
    ],
    workers: 5,
    firstRetryMs: 1000,

    async reconcile(service, context) {
      if (!selectsPods(service)) return;
      const { cache } = context;
      const { namespace = '', name } = service.metadata;
      const pods = podsOf(service, cache);
      const slices = cache
        .byIndex(EndpointSlice, serviceIndex, `${namespace}/${name}`)
        .filter(({ metadata }) => metadata.deletionTimestamp === undefined);
      const changes = plan({ service, pods, slices, nodeOf: (nodeName) => cache.get(Node, { name: nodeName }) });
      try {
        await apply(changes, { service, triggerTime: triggerTimes.next(service, pods), context });
      } catch (error) {
        const message = `Error updating Endpoint Slices for Service ${namespace}/${name}: ${error instanceof Error ? error.message : String(error)}`;
        context.events.event(service, { type: 'Warning', reason: 'FailedToUpdateEndpointSlices', message });
        throw error;
      }
      const [pod] = changes.withoutNode;
      // The node may be about to come; if not, the pod is about to go.
      if (pod)
        throw new Error(`skipping Pod ${pod.metadata.name} for Service ${namespace}/${name}: Node ${pod.spec.nodeName ?? ''} Not Found`);
    },

    // Slices are deleted with the service that owns them.
    async reconcileDeleted(ref) {
      triggerTimes.forget(ref);
    },
  });
}

const isManaged = ({ metadata }: EndpointSlice): boolean => metadata.labels?.[managedByLabel] === manager;

const serviceOf = ({ metadata }: EndpointSlice) => {
  const name = metadata.labels?.[serviceNameLabel];
  return name ? [{ name, namespace: metadata.namespace }] : [];
};

interface Applying {
  readonly service: Service;
  readonly triggerTime: string | undefined;
  readonly context: Context;
}

async function apply({ create, update, remove }: Plan, { service, triggerTime, context: { client } }: Applying): Promise<void> {
  const { namespace = '', name } = service.metadata;
  const noted = <T extends { metadata: { annotations?: Record<string, string> } }>(slice: T): T => {
    const { [triggerTimeAnnotation]: _, ...annotations } = slice.metadata.annotations ?? {};
    return {
      ...slice,
      metadata: { ...slice.metadata, annotations: { ...annotations, ...(triggerTime && { [triggerTimeAnnotation]: triggerTime }) } },
    };
  };
  // Slices of a service on its way out are being deleted; new ones would be in the way.
  for (const slice of service.metadata.deletionTimestamp === undefined ? create : []) {
    try {
      await client.create(EndpointSlice, noted(slice));
    } catch (error) {
      if (isNamespaceTerminating(error)) return;
      throw new Error(`failed to create EndpointSlice for Service ${namespace}/${name}: ${messageOf(error)}`, { cause: error });
    }
  }
  for (const slice of update) {
    try {
      await client.update(EndpointSlice, noted(slice));
    } catch (error) {
      throw new Error(`failed to update ${slice.metadata.name} EndpointSlice for Service ${namespace}/${name}: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
  for (const slice of remove) {
    try {
      await client.delete(EndpointSlice, slice.metadata);
    } catch (error) {
      if (ApiError.is(error, 'NotFound')) continue;
      throw new Error(`failed to delete ${slice.metadata.name} EndpointSlice for Service ${namespace}/${name}: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
