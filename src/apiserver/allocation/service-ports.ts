import type { Service } from '../../kinds/core/service/index.ts';
import { needsHealthCheck, needsNodePorts } from '../../kinds/core/service/traffic.ts';
import { ApiError, invalid } from '../../model/errors.ts';
import { Field } from '../../model/field.ts';
import type { Reader } from '../reader.ts';
import type { NodePorts } from './node-ports.ts';

export interface TakePorts {
  readonly nodePorts: NodePorts;
  readonly reader: Reader;
  readonly dryRun: boolean;
  readonly before: Readonly<Service> | undefined;
  /** Gets every port that this write takes. */
  readonly taken: number[];
}

/** Gives a service a node port for each of its ports, and one for health checks where it needs it. Changes the service. */
export async function takeNodePorts(service: Service, options: TakePorts): Promise<void> {
  const { spec } = service;
  if (needsNodePorts(spec)) await takePorts(service, options);
  else for (const port of spec.ports ?? []) delete port.nodePort;
  const { before } = options;
  if (needsHealthCheck(spec) && !(before && needsHealthCheck(before.spec))) await takeHealthCheckPort(service, options);
}

async function takePorts(service: Service, options: TakePorts): Promise<void> {
  const { spec } = service;
  const { before, taken } = options;
  const held = new Set((before?.spec.ports ?? []).map(({ nodePort }) => nodePort));
  // The same port by several protocols may have the same number.
  const byPort = new Map<number, number>();
  const own = new Set<number>();
  for (const [index, port] of (spec.ports ?? []).entries()) {
    if (!port.nodePort && spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === false) continue;
    port.nodePort ||= byPort.get(port.port) ?? (before ? undefined : requestedFor(port.port, spec)) ?? 0;
    if (port.nodePort === 0) {
      port.nodePort = await takeAny(options, 'failed to allocate a nodePort');
      taken.push(port.nodePort);
    } else if (!held.has(port.nodePort) && !own.has(port.nodePort)) {
      const problem = await takeOne(port.nodePort, options);
      if (problem) throw refuse(service, new Field('spec.ports').at(index, 'nodePort').invalid(port.nodePort, problem));
    }
    own.add(port.nodePort);
    byPort.set(port.port, port.nodePort);
  }
}

const requestedFor = (port: number, { ports = [] }: Service['spec']): number | undefined =>
  ports.find((each) => each.port === port && each.nodePort)?.nodePort;

/** What stands in the way of taking a port, if anything does. */
async function takeOne(port: number, options: TakePorts): Promise<string | undefined> {
  const { nodePorts, taken } = options;
  if (port < nodePorts.first || port > nodePorts.last) {
    return `provided port is not in the valid range. The range of valid ports is ${nodePorts.first}-${nodePorts.last}`;
  }
  if (!(await nodePorts.take(port, options))) return 'provided port is already allocated';
  taken.push(port);
  return undefined;
}

async function takeHealthCheckPort({ spec }: Service, options: TakePorts): Promise<void> {
  const { taken } = options;
  const wanted = spec.healthCheckNodePort;
  if (!wanted) {
    spec.healthCheckNodePort = await takeAny(options, 'failed to allocate a HealthCheck NodePort 0');
    taken.push(spec.healthCheckNodePort);
    return;
  }
  const problem = await takeOne(wanted, options);
  if (problem) throw internal(`failed to allocate requested HealthCheck NodePort ${wanted}: ${problem}`);
}

async function takeAny(options: TakePorts, what: string): Promise<number> {
  try {
    return await options.nodePorts.takeAny(options);
  } catch (error) {
    throw internal(`${what}: ${(error as Error).message}`);
  }
}

const internal = (message: string): ApiError =>
  new ApiError('InternalError', `Internal error occurred: ${message}`, { details: { causes: [{ message }] } });

const refuse = ({ metadata: { name } }: Service, problem: ReturnType<Field['invalid']>): ApiError =>
  invalid({ group: '', kind: 'Service', name }, [problem]);
