import { isSidecar } from '../../kinds/core/pod/containers.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';

export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

const everyAddress = '0.0.0.0';

/** The ports of the node that a pod takes for as long as it runs. */
export function hostPortsOf({ spec }: Readonly<Pod>): readonly HostPort[] {
  const containers = spec.initContainers ? [...spec.initContainers.filter(isSidecar), ...spec.containers] : spec.containers;
  const ports: HostPort[] = [];
  for (const container of containers) {
    for (const { hostPort = 0, hostIP, protocol } of container.ports ?? []) {
      if (hostPort > 0) ports.push({ ip: hostIP || everyAddress, protocol: protocol || 'TCP', port: hostPort });
    }
  }
  return ports;
}

/** Two pods cannot have the same port at the same address; all addresses include each. */
export const conflicts = (a: HostPort, b: HostPort): boolean =>
  a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === everyAddress || b.ip === everyAddress);
