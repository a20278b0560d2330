import { containsAddress, parseCidr } from '../../base/cidr.ts';
import { markForMasquerade } from './base-table.ts';
import { portNames } from './names.ts';
import type { RuleCollector } from './rule-collector.ts';
import type { PortInput } from './service-rules.ts';

/** For traffic that came by a node port, external address or load balancer. */
export function externalChain(rules: RuleCollector, { service, port, chosen, context: { family, podCidr } }: PortInput): void {
  const names = portNames(service, port);
  if (!service.externalIsLocal) {
    // The endpoint may be on another node, whose answer would not come back this way.
    rules.chain(names.external, [markForMasquerade, `goto ${names.cluster}`]);
    return;
  }
  rules.chain(names.external, [
    // As if it had gone out to a load balancer, which chose a node that has an endpoint.
    ...(podCidr === undefined ? [] : [`${family.ip} saddr ${podCidr} goto ${names.cluster}`]),
    `fib saddr type local ${markForMasquerade}`,
    `fib saddr type local goto ${names.cluster}`,
    ...(chosen.local.length > 0 ? [`goto ${names.local}`] : []),
  ]);
}

/** Turns away whoever is not in the ranges that the load balancer is open for. */
export function firewallChain(rules: RuleCollector, { service, port, context: { family, nodeAddresses } }: PortInput): void {
  const { sourceRanges, loadBalancerIps } = service;
  const ranges = sourceRanges.map(parseCidr);
  // A node that has the balancer's address as its own talks to it from that same address.
  const nodeMayCome = nodeAddresses.some((address) => ranges.some((range) => containsAddress(range, address)));
  const admitted = nodeMayCome ? [...sourceRanges, ...loadBalancerIps] : sourceRanges;
  rules.chain(portNames(service, port).firewall, [...admitted.map((source) => `${family.ip} saddr ${source} return`), 'drop']);
}
