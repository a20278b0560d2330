import type { Service } from '../../kinds/core/service/index.ts';
import type { IPAddress } from '../../kinds/networking/ip-address.ts';
import { ApiError, invalid } from '../../model/errors.ts';
import { Field } from '../../model/field.ts';
import type { Resource } from '../resource.ts';
import type { Allocation, AllocationContext, Allocator } from './allocator.ts';
import type { ClusterIps } from './cluster-ips.ts';
import type { NodePorts } from './node-ports.ts';

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
        if (before) carryOver(service, before);
        fillFamilies(service);
        await takeClusterIp(service, { clusterIps, context, taken, before });
        await takeNodePorts(service, { nodePorts, context, taken, before });
        if (before && !needsClusterIp(service) && needsClusterIp(before) && !context.dryRun)
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

const usesNodePorts = ({ spec }: Readonly<Service>): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);

const needsClusterIp = ({ spec }: Readonly<Service>): boolean => spec.type !== 'ExternalName';

const isHeadless = ({ spec }: Readonly<Service>): boolean => spec.clusterIP === 'None';

function addressesOf({ resourceOf }: AllocationContext): Resource<IPAddress> {
  const resource = resourceOf('networking.k8s.io', 'ipaddresses');
  if (!resource) throw new Error('services need the resource ipaddresses');
  // Looked up by its name.
  return resource as unknown as Resource<IPAddress>;
}

/** An update that leaves out what was allocated keeps it. */
function carryOver({ spec }: Service, { spec: before }: Readonly<Service>): void {
  if (spec.type === 'ExternalName') return;
  if (!spec.clusterIP && before.clusterIP && before.type !== 'ExternalName') {
    spec.clusterIP = before.clusterIP;
    if (before.clusterIPs) spec.clusterIPs = [...before.clusterIPs];
  }
  if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') return;
  for (const port of spec.ports ?? []) {
    if (port.nodePort) continue;
    const same = (before.ports ?? []).find((each) => each.port === port.port && (each.protocol ?? 'TCP') === (port.protocol ?? 'TCP'));
    if (same?.nodePort) port.nodePort = same.nodePort;
  }
}

/** This server has addresses of one family. */
function fillFamilies({ spec }: Service): void {
  if (spec.type === 'ExternalName') return;
  spec.ipFamilyPolicy ??= 'SingleStack';
  if ((spec.ipFamilies ?? []).length === 0) spec.ipFamilies = ['IPv4'];
}

interface TakeAddress {
  readonly clusterIps: ClusterIps;
  readonly context: AllocationContext;
  readonly taken: Taken;
  readonly before: Readonly<Service> | undefined;
}

async function takeClusterIp(service: Service, { clusterIps, context, taken, before }: TakeAddress): Promise<void> {
  const { spec, metadata } = service;
  if (!needsClusterIp(service)) return;
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

interface TakePorts {
  readonly nodePorts: NodePorts;
  readonly context: AllocationContext;
  readonly taken: Taken;
  readonly before: Readonly<Service> | undefined;
}

async function takeNodePorts(service: Service, { nodePorts, context: { reader }, taken, before }: TakePorts): Promise<void> {
  const { spec } = service;
  if (!usesNodePorts(service)) {
    if (spec.type !== 'LoadBalancer') for (const port of spec.ports ?? []) delete port.nodePort;
    return;
  }
  const held = new Set((before?.spec.ports ?? []).map(({ nodePort }) => nodePort));
  // Protocols may share a number within one service.
  const own = new Set<number>();
  for (const [index, port] of (spec.ports ?? []).entries()) {
    const field = new Field('spec.ports').at(index, 'nodePort');
    if (port.nodePort === undefined || port.nodePort === 0) {
      port.nodePort = await nodePorts.takeAny(reader);
      taken.ports.push(port.nodePort);
    } else if (!held.has(port.nodePort) && !own.has(port.nodePort)) {
      if (port.nodePort < nodePorts.first || port.nodePort > nodePorts.last) {
        throw refuse(
          service,
          field.invalid(
            port.nodePort,
            `provided port is not in the valid range. The range of valid ports is ${nodePorts.first}-${nodePorts.last}`,
          ),
        );
      }
      if (!(await nodePorts.take(port.nodePort, { protocol: port.protocol ?? 'TCP', reader })))
        throw refuse(service, field.invalid(port.nodePort, 'provided port is already allocated'));
      taken.ports.push(port.nodePort);
    }
    own.add(port.nodePort);
  }
}

async function releaseAddress({ spec }: Readonly<Service>, clusterIps: ClusterIps, context: AllocationContext): Promise<void> {
  for (const address of spec.clusterIPs ?? [])
    if (address !== 'None' && address !== '') await clusterIps.give(address, addressesOf(context));
}
