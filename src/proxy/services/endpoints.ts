import { isIP } from 'node:net';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { Endpoint as SliceEndpoint } from '../../kinds/discovery/endpoint-slice/schema.ts';
import { socketAddress } from '../rules/address-family.ts';
import { protocolOf, type Protocol } from './service-port.ts';

/** One place that traffic of a service port can go to. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly isLocal: boolean;
  readonly isReady: boolean;
  readonly isServing: boolean;
  readonly isTerminating: boolean;
  /** For which zones and nodes it is meant; undefined when there is no such hint. */
  readonly zones: readonly string[] | undefined;
  readonly nodes: readonly string[] | undefined;
}

/** Endpoints of a service, by `endpointsKey`, each sorted by its address. */
export type Endpoints = ReadonlyMap<string, readonly Endpoint[]>;

export const endpointsKey = ({ name, protocol }: { name: string; protocol: Protocol }): string => `${name}/${protocol}`;

interface Place {
  readonly family: 4 | 6;
  readonly nodeName: string;
}

export function endpointsOf(slices: readonly EndpointSlice[], { family, nodeName }: Place): Endpoints {
  const byPort = new Map<string, Map<string, Endpoint>>();
  for (const slice of slices) {
    if (slice.addressType !== `IPv${family}`) continue;
    for (const { name = '', protocol, port } of slice.ports ?? []) {
      if (!port) continue;
      const key = endpointsKey({ name, protocol: protocolOf(protocol) });
      const endpoints = byPort.get(key) ?? new Map<string, Endpoint>();
      byPort.set(key, endpoints);
      for (const endpoint of slice.endpoints ?? []) add(endpoints, endpoint, { port, family, nodeName });
    }
  }
  return new Map([...byPort].map(([key, endpoints]) => [key, sorted(endpoints)]));
}

function add(endpoints: Map<string, Endpoint>, endpoint: SliceEndpoint, { port, family, nodeName }: Place & { port: number }): void {
  const address = endpoint.addresses[0];
  if (address === undefined || isIP(address) !== family) return;
  const { ready = true, serving = true, terminating = false } = endpoint.conditions ?? {};
  const key = socketAddress(address, port);
  // The network may give the address of a pod that is ending to a new one: then the new one counts.
  if (terminating && endpoints.has(key)) return;
  endpoints.set(key, {
    address,
    port,
    isLocal: endpoint.nodeName === nodeName,
    isReady: ready,
    isServing: serving,
    isTerminating: terminating,
    zones: namesOf(endpoint.hints?.forZones),
    nodes: namesOf(endpoint.hints?.forNodes),
  });
}

const namesOf = (hints: readonly { readonly name: string }[] | undefined) =>
  hints && hints.length > 0 ? hints.map(({ name }) => name) : undefined;

const sorted = (endpoints: ReadonlyMap<string, Endpoint>): readonly Endpoint[] =>
  [...endpoints].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, endpoint]) => endpoint);
