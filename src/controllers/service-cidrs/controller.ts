import { IPAddress } from '../../kinds/networking/ip-address.ts';
import { ServiceCIDR } from '../../kinds/networking/service-cidr.ts';
import { formatTime } from '../../model/timestamp.ts';
import { defineController, on, type Context } from '../../runtime/controller.ts';
import { contains, mayGo, overlap } from './plan.ts';

const finalizer = 'networking.k8s.io/service-cidr-finalizer';
const manager = 'service-cidr-controller';
const managedByLabel = 'ipaddress.kubernetes.io/managed-by';
const allocator = 'ipallocator.k8s.io';
/** Time for all API servers to learn that a range is not to be used any more. */
const settleMs = 10_000;

/** Keeps ranges of services from being deleted while addresses of theirs are in use, and says which are ready. */
export const serviceCidrsController = defineController({
  name: 'servicecidrs',
  for: ServiceCIDR,
  wakes: [
    on(ServiceCIDR, (range, { previous, cache }) =>
      previous
        ? []
        : cache
            .list(ServiceCIDR)
            .filter((other) => overlap(other, range))
            .map(({ metadata }) => metadata),
    ),
    // Only the last address of a range that is to go matters.
    on(IPAddress, (address, { isDeleted, cache }) =>
      isDeleted && isAllocated(address)
        ? cache
            .list(ServiceCIDR)
            .filter((range) => range.metadata.deletionTimestamp !== undefined && contains(range, address.metadata.name))
            .map(({ metadata }) => metadata)
        : [],
    ),
  ],

  async reconcile(range, context) {
    const { cache, client, clock, events } = context;
    const { deletionTimestamp, finalizers = [] } = range.metadata;
    if (deletionTimestamp === undefined) {
      if (!finalizers.includes(finalizer)) {
        await client.patch(ServiceCIDR, range.metadata, { type: 'strategic', body: { metadata: { finalizers: [finalizer] } } });
      }
      try {
        await writeReady(range, { status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' }, context);
      } catch (error) {
        const message = 'The ServiceCIDR Status can not be set to Ready=True';
        events.event(range, { type: 'Warning', reason: 'KubernetesServiceCIDRError', message });
        throw error;
      }
      return undefined;
    }
    if (!finalizers.includes(finalizer)) return undefined;
    const others = cache.list(ServiceCIDR).filter(({ metadata }) => metadata.uid !== range.metadata.uid);
    const addresses = cache.list(IPAddress).filter(isAllocated);
    if (
      !mayGo(
        range,
        others,
        addresses.map(({ metadata }) => metadata.name),
      )
    ) {
      const message = 'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR';
      await writeReady(range, { status: 'False', reason: 'Terminating', message }, context);
      return undefined;
    }
    const leftMs = Date.parse(deletionTimestamp) + settleMs - clock.now();
    if (leftMs > 0) return { afterMs: leftMs };
    const body = { metadata: { '$deleteFromPrimitiveList/finalizers': [finalizer] } };
    await client.patch(ServiceCIDR, range.metadata, { type: 'strategic', body });
    return undefined;
  },
});

const isAllocated = ({ metadata }: IPAddress): boolean => metadata.labels?.[managedByLabel] === allocator;

async function writeReady(
  { metadata, status }: ServiceCIDR,
  condition: { status: string; reason: string; message: string },
  { client, clock }: Context,
): Promise<void> {
  const current = status.conditions?.find(({ type }) => type === 'Ready');
  if (current?.status === condition.status && current.reason === condition.reason && current.message === condition.message) return;
  const conditions = [{ type: 'Ready', ...condition, lastTransitionTime: formatTime(clock.now()) }];
  const { name } = metadata;
  const body = { apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: { name }, status: { conditions } };
  await client.patch(ServiceCIDR, { name }, { type: 'apply', body, fieldManager: manager, force: true }, { subresource: 'status' });
}
