import type { Service } from '../../kinds/core/service/index.ts';
import { needsClusterIP } from '../../kinds/core/service/traffic.ts';
import type { IPAddress } from '../../kinds/networking/ip-address.ts';
import { ApiError, invalid } from '../../model/errors.ts';
import { Field } from '../../model/field.ts';
import type { Resource } from '../resource.ts';
import type { Allocation, AllocationContext, Allocator } from './allocator.ts';
import type { ClusterIps, Holder } from './cluster-ips.ts';
import { portsHeld, type NodePorts } from './node-ports.ts';
import { settleFamilies } from './service-families.ts';
import { takeNodePorts } from './service-ports.ts';

export interface ServiceAllocatorOptions {
  readonly clusterIps: ClusterIps;
  readonly nodePorts: NodePorts;
}

/** Gives services their cluster IP and node ports. */
export function serviceAllocator({ clusterIps, nodePorts }: ServiceAllocatorOptions): Allocator {
  return {
    group: '',
    plural: 'services',
    async allocate(object, previous, context) {
      // Registered for services only.
      const service = object as Service;
      const before = previous as Readonly<Service> | undefined;
      const taken: Taken = { addresses: [], ports: [] };
      const undo = async () => {
        if (context.dryRun) return;
        await nodePorts.give(taken.ports, context.reader);
        await giveBack(taken.addresses, clusterIps, context);
      };
      const settled = async () => {
        if (!before || context.dryRun) return;
        const kept = new Set(portsHeld(service));
        await nodePorts.give(
          portsHeld(before).filter((port) => !kept.has(port)),
          context.reader,
        );
        if (!needsClusterIP(service.spec)) await giveBack(before.spec.clusterIPs, clusterIps, context);
      };
      try {
        const problems = settleFamilies(service.spec, { before: before?.spec, configured: clusterIps.families });
        if (problems.length > 0) throw invalid({ group: '', kind: 'Service', name: service.metadata.name }, problems);
        await takeClusterIp(service, { clusterIps, context, taken, before });
        await takeNodePorts(service, { nodePorts, reader: context.reader, dryRun: context.dryRun, taken: taken.ports, before });
      } catch (error) {
        await undo();
        throw error;
      }
      return { undo, settled } satisfies Allocation;
    },
    async release(object, context) {
      // Registered for services only.
      const service = object as Service;
      await nodePorts.give(portsHeld(service), context.reader);
      await giveBack(service.spec.clusterIPs, clusterIps, context);
    },
    async repair(reader) {
      await nodePorts.repair(reader);
    },
  };
}

interface Taken {
  readonly addresses: string[];
  readonly ports: number[];
}

const isHeadless = ({ spec }: Readonly<Service>): boolean => spec.clusterIP === 'None';

async function addressesOf({ resourceOf }: AllocationContext): Promise<Resource<IPAddress>> {
  const resource = resourceOf('networking.k8s.io', 'ipaddresses');
  if (!resource) throw new Error('services need the resource ipaddresses');
  await resource.cache.load();
  // Looked up by its name.
  return resource as unknown as Resource<IPAddress>;
}

interface TakeAddress {
  readonly clusterIps: ClusterIps;
  readonly context: AllocationContext;
  readonly taken: Taken;
  readonly before: Readonly<Service> | undefined;
}

async function takeClusterIp(service: Service, { clusterIps, context, taken, before }: TakeAddress): Promise<void> {
  const { spec } = service;
  if (!needsClusterIP(spec)) return;
  if (isHeadless(service)) {
    spec.clusterIPs = ['None'];
    return;
  }
  if (before?.spec.clusterIP && before.spec.clusterIP === spec.clusterIP) {
    spec.clusterIPs ??= [before.spec.clusterIP];
    return;
  }
  const wanted = spec.clusterIP || spec.clusterIPs?.[0];
  const address = wanted ? await takeWanted(wanted, { clusterIps, context, service }) : await takeAny(service, { clusterIps, context });
  if (!context.dryRun) taken.addresses.push(address);
  spec.clusterIP = address;
  spec.clusterIPs = [address];
}

interface Taking {
  readonly clusterIps: ClusterIps;
  readonly context: AllocationContext;
}

const holderOf = ({ metadata: { namespace = '', name } }: Service): Holder => ({ namespace, name });

/** A dry run takes nothing, and shows an address that stands for any. */
async function takeAny(service: Service, { clusterIps, context }: Taking): Promise<string> {
  if (context.dryRun) return clusterIps.placeholder;
  const address = await clusterIps.takeAny(holderOf(service), await addressesOf(context));
  if (address !== undefined) return address;
  const message = `failed to allocate a serviceIP for Service ${JSON.stringify(service.metadata.name)}: range is full`;
  throw new ApiError('InternalError', `Internal error occurred: ${message}`, { details: { causes: [{ message }] } });
}

async function takeWanted(wanted: string, { clusterIps, context, service }: Taking & { service: Service }): Promise<string> {
  if (!clusterIps.contains(wanted)) throw failToAllocate(service, wanted, 'the provided network does not match the current range');
  if (context.dryRun) return wanted;
  try {
    await clusterIps.take(wanted, holderOf(service), await addressesOf(context));
    return wanted;
  } catch (error) {
    if (ApiError.is(error, 'AlreadyExists')) throw failToAllocate(service, wanted, 'provided IP is already allocated');
    throw error;
  }
}

function failToAllocate({ metadata: { name } }: Service, address: string, reason: string): ApiError {
  const problem = new Field('spec.clusterIPs').invalid([address], `failed to allocate IP ${address}: ${reason}`);
  return invalid({ group: '', kind: 'Service', name }, [problem]);
}

async function giveBack(held: readonly string[] | undefined, clusterIps: ClusterIps, context: AllocationContext): Promise<void> {
  const given = (held ?? []).filter((address) => address !== '' && address !== 'None');
  if (given.length === 0) return;
  const addresses = await addressesOf(context);
  for (const address of given) await clusterIps.give(address, addresses);
}
