import type { Ref } from '../../client/client.ts';
import { Endpoints } from '../../kinds/core/endpoints.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { defineController, on, type Context } from '../../runtime/controller.ts';
import { managedSlices } from '../service-slices/managed-slices.ts';
import { carryOut } from '../service-slices/slice-changes.ts';
import { addressesPerSubset, plan } from './plan.ts';
import { manager } from './slice.ts';

const managed = managedSlices(manager);
const skipLabel = 'endpointslice.kubernetes.io/skip-mirror';
const leaderAnnotation = 'control-plane.alpha.kubernetes.io/leader';

/** Makes slices of the endpoints that somebody wrote by hand for a service without a selector, for those who read slices only. */
export const endpointSliceMirroringController = defineController({
  name: 'endpointslicemirroring',
  for: Endpoints,
  wakes: [
    on(Service, (service, { previous, isDeleted }) =>
      (isDeleted ? !hasSelector(service) : hasSelector(service) !== (!previous || hasSelector(previous))) ? [service.metadata] : [],
    ),
    managed.wake,
  ],
  indexes: [managed.index],
  workers: 5,
  firstRetryMs: 1000,
  maxRetryMs: 100_000,
  isWokenBy: (next, previous) => isMirrored(next) || isMirrored(previous),

  async reconcile(endpoints, context) {
    const { cache, client, events } = context;
    const service = cache.get(Service, endpoints.metadata);
    if (!isMirrored(endpoints) || !service || hasSelector(service)) return removeSlices(endpoints.metadata, context);
    const { invalidCount, skippedCount, ...changes } = plan(endpoints, managed.of(endpoints.metadata, cache));
    const warn = (reason: string, message: string) => events.event(endpoints, { type: 'Warning', reason, message });
    if (invalidCount > 0) warn('InvalidIPAddress', `Skipped ${invalidCount} invalid IP addresses when mirroring to EndpointSlices`);
    if (skippedCount > invalidCount) {
      const limit = `A max of ${addressesPerSubset} addresses can be mirrored to EndpointSlices per Endpoints subset`;
      warn('TooManyAddressesToMirror', `${limit}. ${skippedCount} addresses were skipped`);
    }
    return carryOut(changes, endpoints, client);
  },

  reconcileDeleted: removeSlices,
});

const hasSelector = ({ spec }: Service): boolean => spec.selector !== undefined;

const isMirrored = ({ metadata: { labels, annotations } }: Endpoints): boolean =>
  labels?.[skipLabel] !== 'true' && annotations?.[leaderAnnotation] === undefined;

async function removeSlices(ref: Ref, { cache, client }: Context): Promise<void> {
  const owner = { kind: 'Endpoints', metadata: ref };
  await carryOut({ create: [], update: [], remove: managed.of(ref, cache) }, owner, client);
}
