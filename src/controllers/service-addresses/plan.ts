import { isIPv6 } from 'node:net';
import type { Service } from '../../kinds/core/service/index.ts';
import type { IPAddress } from '../../kinds/networking/ip-address.ts';
import type { New } from '../../model/kind.ts';

const managedByLabel = 'ipaddress.kubernetes.io/managed-by';
const familyLabel = 'ipaddress.kubernetes.io/ip-family';
const allocator = 'ipallocator.k8s.io';

const familyOf = (address: string): 'IPv4' | 'IPv6' => (isIPv6(address) ? 'IPv6' : 'IPv4');

/** The addresses that a service has from the cluster. */
export const addressesOf = ({ spec }: Service): readonly string[] =>
  !spec.clusterIP || spec.clusterIP === 'None' || spec.type === 'ExternalName' ? [] : (spec.clusterIPs ?? [spec.clusterIP]);

export interface Problem {
  /** What would be right: another object for the address, or, where two services have it, nothing that can be done here. */
  readonly repair: 'create' | 'recreate' | 'none';
  /** Nothing to tell anybody about, unless given. */
  readonly notice?: { readonly reason: string; readonly message: string };
}

export interface AddressObjects {
  /** The object for the address. */
  readonly recorded: IPAddress | undefined;
  /** The service that it names. */
  readonly holder: Service | undefined;
}

/** What is wrong with the record of an address that a service has. */
export function problemOf(service: Service, address: string, { recorded, holder }: AddressObjects): Problem | undefined {
  const { namespace = '', name } = service.metadata;
  const what = `[${familyOf(address)}]: ${address}`;
  if (!recorded) {
    return { repair: 'create', notice: { reason: 'ClusterIPNotAllocated', message: `Cluster IP ${what} is not allocated; repairing` } };
  }
  const { parentRef } = recorded.spec;
  const isItsOwn = namesService(recorded) && parentRef.namespace === namespace && parentRef.name === name;
  if (!isItsOwn && (!namesService(recorded) || !holder)) {
    const message = `the ClusterIP ${what} for Service ${namespace}/${name} has a wrong reference; repairing`;
    return { repair: 'recreate', notice: { reason: 'ClusterIPNotAllocated', message } };
  }
  if (!isItsOwn && holder && addressesOf(holder).includes(address)) {
    const message = `Cluster IP [${familyOf(address)}]:${address} was assigned to multiple services; please recreate service`;
    return { repair: 'none', notice: { reason: 'ClusterIPAlreadyAllocated', message } };
  }
  const { [managedByLabel]: managedBy, [familyLabel]: family } = recorded.metadata.labels ?? {};
  return isItsOwn && (managedBy !== allocator || family !== familyOf(address)) ? { repair: 'recreate' } : undefined;
}

const namesService = ({ spec: { parentRef } }: IPAddress): boolean => !parentRef.group && parentRef.resource === 'services';

export const isAllocated = ({ metadata }: IPAddress): boolean => metadata.labels?.[managedByLabel] === allocator;

/** The service that an address is recorded for. */
export const holderOf = (recorded: IPAddress) =>
  namesService(recorded) ? { namespace: recorded.spec.parentRef.namespace, name: recorded.spec.parentRef.name } : undefined;

export const recordFor = ({ metadata: { namespace = '', name } }: Service, address: string): New<IPAddress> => ({
  metadata: { name: address, labels: { [familyLabel]: familyOf(address), [managedByLabel]: allocator } },
  spec: { parentRef: { resource: 'services', namespace, name } },
});

/** An address is recorded before the service that gets it is written, which may take as long as a request may. */
const requestMs = 60_000;
/** Where a service of the name was there already, the record of the failed attempt goes soon. */
const revertMs = 5000;

export type Verdict =
  | { readonly type: 'keep'; readonly againMs?: number }
  | { readonly type: 'remove'; readonly reason: string; readonly message: string };

/** Whether the record of an address still stands for something. */
export function verdictOn(recorded: IPAddress, { service, nowMs }: { service: Service | undefined; nowMs: number }): Verdict {
  const { name: address, creationTimestamp } = recorded.metadata;
  const { group = '', resource, namespace = '', name } = recorded.spec.parentRef;
  if (!namesService(recorded)) {
    const reference = JSON.stringify({ group, resource, namespace, name });
    const message = `IPAddress ${address} appears to have been modified, not referencing a Service ${reference}: cleaning up`;
    return { type: 'remove', reason: 'IPAddressNotAllocated', message };
  }
  if (service && addressesOf(service).includes(address)) return { type: 'keep' };
  const createdMs = Date.parse(creationTimestamp);
  const isNewer = service !== undefined && createdMs > Date.parse(service.metadata.creationTimestamp);
  const graceMs = !service || service.spec.type === 'ExternalName' ? requestMs : isNewer ? revertMs : 0;
  const leftMs = createdMs + graceMs - nowMs;
  if (leftMs > 0) return { type: 'keep', againMs: leftMs };
  const whose = `IPAddress: ${address} for Service ${namespace}/${name}`;
  return service
    ? { type: 'remove', reason: 'IPAddressWrongReference', message: `${whose} has a wrong reference; cleaning up` }
    : { type: 'remove', reason: 'IPAddressNotAllocated', message: `${whose} appears to have leaked: cleaning up` };
}
