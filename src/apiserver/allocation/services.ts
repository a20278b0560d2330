import type { Service } from '../../kinds/core/service/index.ts';
import { needsClusterIP } from '../../kinds/core/service/traffic.ts';
import type { IPAddress } from '../../kinds/networking/ip-address.ts';
import { ApiError, invalid } from '../../model/errors.ts';
import { Field } from '../../model/field.ts';
import type { Resource } from '../resource.ts';
import type { Allocation, AllocationContext, Allocator } from './allocator.ts';
import type { ClusterIps } from './cluster-ips.ts';
import type { NodePorts } from './node-ports.ts';
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
        nodePorts.settled(taken.ports);
        for (const address of taken.addresses) await clusterIps.give(address, addressesOf(context));
      };
      try {
        const problems = settleFamilies(service.spec, { before: before?.spec, configured: clusterIps.families });
        if (problems.length > 0) throw invalid({ group: '', kind: 'Service', name: service.metadata.name }, problems);
        await takeClusterIp(service, { clusterIps, context, taken, before });
        await takeNodePorts(service, { nodePorts, reader: context.reader, taken: taken.ports, before });
        if (before && !needsClusterIP(service.spec) && needsClusterIP(before.spec) && !context.dryRun)
          await releaseAddress(before, clusterIps, context);
      } catch (error) {
        await undo();
        throw error;
      }
      return { undo, settled: () => nodePorts.settled(taken.ports) } satisfies Allocation;
    },
    async release(object, context) {
      await releaseAddress(object as Service, clusterIps, context);
    },
  };
}

interface Taken {
  readonly addresses: string[];
  readonly ports: number[];
}

const isHeadless = ({ spec }: Readonly<Service>): boolean => spec.clusterIP === 'None';

function addressesOf({ resourceOf }: AllocationContext): Resource<IPAddress> {
  const resource = resourceOf('networking.k8s.io', 'ipaddresses');
  if (!resource) throw new Error('services need the resource ipaddresses');
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
  const { spec, metadata } = service;
  if (!needsClusterIP(spec)) return;
  if (isHeadless(service)) {
    spec.clusterIPs = ['None'];
    return;
  }
  if (before?.spec.clusterIP && before.spec.clusterIP === spec.clusterIP) {
    spec.clusterIPs ??= [before.spec.clusterIP];
    return;
  }
  const holder = { namespace: metadata.namespace ?? '', name: metadata.name };
  const wanted = spec.clusterIP || spec.clusterIPs?.[0];
  if (context.dryRun) {
    // A dry run shows an address without taking it; the first of the range stands for any.
    if (wanted) spec.clusterIPs = [wanted];
    return;
  }
  const address = wanted
    ? await takeWanted(wanted, { clusterIps, context, service })
    : await clusterIps.takeAny(holder, addressesOf(context)).catch((error: Error) => fail(service, error.message));
  taken.addresses.push(address);
  spec.clusterIP = address;
  spec.clusterIPs = [address];
}

async function takeWanted(
  wanted: string,
  { clusterIps, context, service }: { clusterIps: ClusterIps; context: AllocationContext; service: Service },
): Promise<string> {
  const { name, namespace = '' } = service.metadata;
  if (!clusterIps.contains(wanted)) throw failToAllocate(service, wanted, 'the provided network does not match the current range');
  try {
    await clusterIps.take(wanted, { namespace, name }, addressesOf(context));
    return wanted;
  } catch (error) {
    if (ApiError.is(error, 'AlreadyExists')) throw failToAllocate(service, wanted, 'provided IP is already allocated');
    throw error;
  }
}

const failToAllocate = (service: Service, address: string, reason: string): ApiError =>
  refuse(service, new Field('spec.clusterIPs').invalid([address], `failed to allocate IP ${address}: ${reason}`));

const fail = (service: Service, reason: string): never => {
  throw refuse(service, new Field('spec.clusterIPs').invalid(service.spec.clusterIPs, `failed to allocate IP: ${reason}`));
};

const refuse = ({ metadata: { name } }: Service, problem: ReturnType<Field['invalid']>): ApiError =>
  invalid({ group: '', kind: 'Service', name }, [problem]);

async function releaseAddress({ spec }: Readonly<Service>, clusterIps: ClusterIps, context: AllocationContext): Promise<void> {
  for (const address of spec.clusterIPs ?? [])
    if (address !== 'None' && address !== '') await clusterIps.give(address, addressesOf(context));
}
