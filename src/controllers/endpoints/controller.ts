import { Endpoints } from '../../kinds/core/endpoints.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, on, type Controller } from '../../runtime/controller.ts';
import { podsOf, selectionIndexes, selectsPods, wakesServices } from '../service-pods/selection.ts';
import { TriggerTimes } from '../service-pods/trigger-times.ts';
import { isNamespaceTerminating } from '../terminating-namespace.ts';
import { managedByLabel, manager, plan } from './plan.ts';

export function endpointsController(): Controller {
  const triggerTimes = new TriggerTimes();
  return defineController({
    name: 'endpoint',
    for: Service,
    wakes: [
      wakesServices,
      // Deleted ones are made anew; ours that outlived their service are deleted.
      on(Endpoints, (endpoints, { isDeleted, cache }) =>
        isDeleted || (isOurs(endpoints) && !cache.get(Service, endpoints.metadata)) ? [endpoints.metadata] : [],
      ),
    ],
    indexes: selectionIndexes,
    workers: 5,

    async reconcile(service, { client, cache, events }) {
      if (!selectsPods(service)) return;
      const { namespace = '', name } = service.metadata;
      const pods = podsOf(service, cache);
      const current = cache.get(Endpoints, service.metadata);
      const wanted = plan(service, pods, current, triggerTimes.next(service, pods));
      if (!wanted) return;
      const metadata = { ...current?.metadata, name, namespace, ...wanted.metadata };
      try {
        if (current) await client.update(Endpoints, { ...current, ...wanted, metadata: { ...current.metadata, ...wanted.metadata } });
        else await client.create(Endpoints, { ...wanted, metadata });
      } catch (error) {
        if (!current && isNamespaceTerminating(error)) return;
        const text = error instanceof Error ? error.message : String(error);
        const target = current ?? { apiVersion: 'v1', kind: 'Endpoints', metadata };
        events.event(target, {
          type: 'Warning',
          reason: current ? 'FailedToUpdateEndpoint' : 'FailedToCreateEndpoint',
          message: current
            ? `Failed to update endpoint ${namespace}/${name}: ${text}`
            : `Failed to create endpoint for service ${namespace}/${name}: ${text}`,
        });
        throw error;
      }
    },

    async reconcileDeleted(ref, { client, cache }) {
      triggerTimes.forget(ref);
      if (!cache.get(Endpoints, ref)) return;
      try {
        await client.delete(Endpoints, ref);
      } catch (error) {
        if (!ApiError.is(error, 'NotFound')) throw error;
      }
    },
  });
}

const isOurs = ({ metadata }: Endpoints): boolean => metadata.labels?.[managedByLabel] === manager;
