import { isIP } from 'node:net';
import { formatCidr, parseCidr } from '../../base/cidr.ts';
import { canonicalIp, isIp } from '../../kinds/ip-validation.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import { isExternallyAccessible, isHeadless, needsHealthCheck } from '../../kinds/core/service/traffic.ts';

export type Protocol = 'tcp' | 'udp' | 'sctp';

/** What matters of a service for sending its traffic on, in one IP family. */
export interface ProxiedService {
  readonly namespace: string;
  readonly name: string;
  readonly clusterIp: string;
  readonly externalIps: readonly string[];
  /** Addresses of load balancers that deliver packets with that address still as their destination. */
  readonly loadBalancerIps: readonly string[];
  /** Who may come by the load balancer; everybody when empty. */
  readonly sourceRanges: readonly string[];
  /** How long a client keeps its endpoint; undefined when it does not. */
  readonly affinitySeconds: number | undefined;
  readonly externalIsLocal: boolean;
  readonly internalIsLocal: boolean;
  /** Where load balancers ask whether this node has endpoints. */
  readonly healthCheckPort: number | undefined;
  readonly ports: readonly ProxiedPort[];
}

export interface ProxiedPort {
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly nodePort: number | undefined;
}

/** Undefined when the service has nothing to proxy in the family: headless ones, external names, those without an address yet. */
export function proxiedService({ metadata, spec, status }: Service, family: 4 | 6): ProxiedService | undefined {
  if (spec.type === 'ExternalName' || isHeadless(spec)) return undefined;
  const clusterIp = clusterIpOf(spec, family);
  if (clusterIp === undefined) return undefined;
  const ingress = status.loadBalancer?.ingress ?? [];
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    clusterIp,
    externalIps: ofFamily(spec.externalIPs ?? [], family),
    loadBalancerIps: ofFamily(
      ingress.flatMap(({ ip, ipMode = 'VIP' }) => (ip && ipMode === 'VIP' ? [ip] : [])),
      family,
    ),
    sourceRanges: sourceRangesOf(spec.loadBalancerSourceRanges ?? [], family),
    affinitySeconds: spec.sessionAffinity === 'ClientIP' ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800) : undefined,
    externalIsLocal: isExternallyAccessible(spec) && spec.externalTrafficPolicy === 'Local',
    internalIsLocal: spec.internalTrafficPolicy === 'Local',
    healthCheckPort: (needsHealthCheck(spec) && spec.healthCheckNodePort) || undefined,
    ports: (spec.ports ?? []).map(({ name = '', protocol, port, nodePort }) => ({
      name,
      protocol: protocolOf(protocol),
      port,
      nodePort: nodePort || undefined,
    })),
  };
}

export const protocolOf = (protocol: 'TCP' | 'UDP' | 'SCTP' | undefined): Protocol =>
  protocol === 'UDP' ? 'udp' : protocol === 'SCTP' ? 'sctp' : 'tcp';

export const hasExternalAddress = (service: ProxiedService, { nodePort }: ProxiedPort): boolean =>
  nodePort !== undefined || service.loadBalancerIps.length > 0 || service.externalIps.length > 0;

function clusterIpOf({ clusterIP, clusterIPs }: Service['spec'], family: 4 | 6): string | undefined {
  return (clusterIPs ?? (clusterIP ? [clusterIP] : [])).find((address) => isIP(address) === family);
}

/** In canonical form. What is not an address is left out: older servers did not check these fields. */
function ofFamily(addresses: readonly string[], family: 4 | 6): readonly string[] {
  const canonical = addresses.filter(isIp).map(canonicalIp);
  return [...new Set(canonical)].filter((address) => isIP(address) === family);
}

/** A range of everything admits everybody, as no range does. Validation admits spaces around a range. */
function sourceRangesOf(texts: readonly string[], family: 4 | 6): readonly string[] {
  const ranges = texts.flatMap((text) => {
    try {
      return [parseCidr(text.trim())];
    } catch (error) {
      if (error instanceof RangeError) return [];
      throw error;
    }
  });
  const own = ranges.filter((range) => range.family === family);
  return own.some(({ prefixLength }) => prefixLength === 0) ? [] : own.map(formatCidr);
}
