import { isIP, isIPv4 } from 'node:net';
import type { Service } from '../../kinds/core/service/index.ts';
import { isHeadless } from '../../kinds/core/service/traffic.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import type { DnsRecord } from './record.ts';
import { dashedAddress, reverseName } from './reverse-name.ts';

export interface ZoneSettings {
  /** E.g. `cluster.local`. */
  readonly clusterDomain: string;
  readonly ttlSeconds: number;
}

/** All records of one service, by the Kubernetes DNS specification 1.1.0. */
export function serviceRecords(service: Service, slices: readonly EndpointSlice[], settings: ZoneSettings): readonly DnsRecord[] {
  const { metadata, spec } = service;
  const { clusterDomain, ttlSeconds } = settings;
  const name = `${metadata.name}.${metadata.namespace}.svc.${clusterDomain}`;
  if (spec.type === 'ExternalName') return externalName(name, spec.externalName, ttlSeconds);
  const endpoints = readyEndpoints(slices);
  if (isHeadless(spec)) return [...headless(name, endpoints, ttlSeconds), ...endpointRecords(name, endpoints, ttlSeconds)];
  const addresses = (spec.clusterIPs ?? []).filter((address) => isIP(address) !== 0);
  if (addresses.length === 0) return [];
  return [
    ...addresses.map((address) => addressRecord(name, address, ttlSeconds)),
    ...addresses.map((address): DnsRecord => ({ name: reverseName(address), type: 'PTR', target: name, ttlSeconds })),
    ...portRecords(
      name,
      (spec.ports ?? []).map(({ name: port = '', protocol = 'TCP', port: number }) => ({ port, protocol, number, target: name })),
      ttlSeconds,
    ),
    ...endpointRecords(name, endpoints, ttlSeconds),
    // Whom the zone itself names as its server.
    ...(name === `kube-dns.kube-system.svc.${clusterDomain}`
      ? addresses.map((address) => addressRecord(`ns.dns.${clusterDomain}`, address, ttlSeconds))
      : []),
  ];
}

interface ReadyEndpoint {
  readonly address: string;
  readonly host: string;
  readonly ports: EndpointSlice['ports'];
}

/** What is not said about readiness is good. Endpoints that are to be published before are marked as ready. */
function readyEndpoints(slices: readonly EndpointSlice[]): readonly ReadyEndpoint[] {
  const found = new Map<string, ReadyEndpoint>();
  for (const { addressType, endpoints, ports } of slices) {
    if (addressType === 'FQDN') continue;
    for (const { addresses, conditions, hostname } of endpoints ?? []) {
      if (conditions?.ready === false) continue;
      for (const address of addresses) {
        const host = hostname || dashedAddress(address);
        // While an endpoint moves from one slice to another it is in both.
        found.set(`${host} ${address} ${JSON.stringify(ports)}`, { address, host, ports });
      }
    }
  }
  return [...found.values()];
}

function externalName(name: string, target: string | undefined, ttlSeconds: number): readonly DnsRecord[] {
  if (!target) return [];
  if (isIP(target) !== 0) return [addressRecord(name, target, ttlSeconds)];
  return [{ name, type: 'CNAME', target: target.toLowerCase().replace(/\.$/, ''), ttlSeconds }];
}

function headless(name: string, endpoints: readonly ReadyEndpoint[], ttlSeconds: number): readonly DnsRecord[] {
  const ports = endpoints.flatMap(({ host, ports }) =>
    (ports ?? []).flatMap(({ name: port = '', protocol = 'TCP', port: number }) =>
      number === undefined ? [] : [{ port, protocol, number, target: `${host}.${name}` }],
    ),
  );
  const addresses = new Set(endpoints.map(({ address }) => address));
  return [...[...addresses].map((address) => addressRecord(name, address, ttlSeconds)), ...portRecords(name, ports, ttlSeconds)];
}

/** Each endpoint has a name of its own below the service's, by which it says who it is. */
function endpointRecords(name: string, endpoints: readonly ReadyEndpoint[], ttlSeconds: number): readonly DnsRecord[] {
  const unique = new Map(endpoints.map(({ host, address }) => [`${host} ${address}`, { name: `${host}.${name}`, address }]));
  return [...unique.values()].flatMap(({ name, address }): readonly DnsRecord[] => [
    addressRecord(name, address, ttlSeconds),
    { name: reverseName(address), type: 'PTR', target: name, ttlSeconds },
  ]);
}

interface PortTarget {
  readonly port: string;
  readonly protocol: string;
  readonly number: number;
  readonly target: string;
}

/** Named ports are found by their names; all of them also at the service, as clients of CoreDNS are used to. */
function portRecords(name: string, targets: readonly PortTarget[], ttlSeconds: number): readonly DnsRecord[] {
  const unique = [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()];
  const byName = Map.groupBy(unique, ({ port, protocol }) => `_${port}._${protocol}.${name}`.toLowerCase());
  const records: DnsRecord[] = services(name, unique, ttlSeconds);
  for (const [portName, group] of byName) if (group[0]?.port) records.push(...services(portName, group, ttlSeconds));
  return records;
}

const services = (name: string, targets: readonly PortTarget[], ttlSeconds: number): DnsRecord[] =>
  // Of the same weight each, in parts of a hundred.
  targets.map(({ number, target }) => ({
    name,
    type: 'SRV',
    priority: 0,
    weight: Math.max(1, Math.floor(100 / targets.length)),
    port: number,
    target,
    ttlSeconds,
  }));

const addressRecord = (name: string, address: string, ttlSeconds: number): DnsRecord => ({
  name,
  type: isIPv4(address) ? 'A' : 'AAAA',
  address,
  ttlSeconds,
});
