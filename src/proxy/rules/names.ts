import { createHash } from 'node:crypto';
import type { Endpoint } from '../services/endpoints.ts';
import type { ProxiedPort, ProxiedService } from '../services/service-port.ts';

/** Chains and sets that belong to services have a slash in their names; no other has. */
export const belongsToService = (name: string): boolean => name.includes('/');

export const isAffinitySet = (name: string): boolean => name.startsWith('affinity-');

export interface PortNames {
  /** Leads to the endpoints for traffic that may go anywhere. */
  readonly cluster: string;
  /** Leads to the endpoints on this node. */
  readonly local: string;
  /** Where traffic arrives by node port, external address or load balancer. */
  readonly external: string;
  /** Turns away who may not come by the load balancer. */
  readonly firewall: string;
}

export function portNames({ namespace, name }: ProxiedService, { protocol, name: port }: ProxiedPort): PortNames {
  const base = `${namespace}/${name}/${protocol}/${port}`;
  return {
    cluster: limited(`service-${base}`),
    local: limited(`local-${base}`),
    external: limited(`external-${base}`),
    firewall: limited(`firewall-${base}`),
  };
}

export interface EndpointNames {
  readonly chain: string;
  readonly affinitySet: string;
}

export function endpointNames(service: ProxiedService, port: ProxiedPort, { address, port: number }: Endpoint): EndpointNames {
  // Colons may not be in names.
  const base = `${service.namespace}/${service.name}/${port.protocol}/${port.name}__${address.replaceAll(':', '.')}/${number}`;
  return {
    chain: limited(`endpoint-${base}`),
    // A set cannot change how long it keeps its elements, so that is part of its name.
    affinitySet: limited(`affinity-${service.affinitySeconds ?? 0}s-${base}`),
  };
}

/** The kernel takes 255 characters. */
const lengthLimit = 240;

function limited(name: string): string {
  if (name.length <= lengthLimit) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${name.slice(0, lengthLimit - hash.length - 1)}-${hash}`;
}
