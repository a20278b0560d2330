import { chooseEndpoints, reachable, type ChosenEndpoints, type Topology } from '../services/choose-endpoints.ts';
import { endpointsKey, type Endpoints } from '../services/endpoints.ts';
import { hasExternalAddress, type ProxiedPort, type ProxiedService } from '../services/service-port.ts';
import type { AddressFamily } from './address-family.ts';
import { endpointChains } from './endpoint-chains.ts';
import { externalChain, firewallChain } from './external-chain.ts';
import { portNames } from './names.ts';
import { RuleCollector, type ServiceRules } from './rule-collector.ts';

/** What rules depend on besides the service and its endpoints. */
export interface RuleContext extends Topology {
  readonly family: AddressFamily;
  readonly nodeAddresses: readonly string[];
  /** Where pods have their addresses; traffic from elsewhere cannot be answered past this node. */
  readonly podCidr: string | undefined;
}

/** All rules that are there because of one service. */
export function serviceRules(service: ProxiedService, endpoints: Endpoints, context: RuleContext): ServiceRules {
  const rules = new RuleCollector();
  for (const port of service.ports) {
    const external = hasExternalAddress(service, port);
    const uses = {
      // Even with an external policy of Local, pods and the node itself go anywhere.
      cluster: !service.internalIsLocal || external,
      local: service.internalIsLocal || (service.externalIsLocal && external),
    };
    portRules(rules, { service, port, chosen: chooseEndpoints(endpoints.get(endpointsKey(port)) ?? [], uses, context), context });
  }
  return rules;
}

export interface PortInput {
  readonly service: ProxiedService;
  readonly port: ProxiedPort;
  readonly chosen: ChosenEndpoints;
  readonly context: RuleContext;
}

function portRules(rules: RuleCollector, input: PortInput): void {
  const { service, port, chosen } = input;
  const names = portNames(service, port);
  endpointChains(rules, input);
  for (const endpoint of reachable(chosen)) {
    // A pod that is led to itself would see its own address as the sender, and not answer by way of the node.
    const { address, isLocal } = endpoint;
    if (isLocal) rules.element('hairpin-connections', `${address} . ${address} . ${port.protocol} . ${endpoint.port}`);
  }

  const keyOf = (address: string) => `${address} . ${port.protocol} . ${port.port}`;
  const servedInside = service.internalIsLocal ? chosen.local.length > 0 : chosen.isServedAnywhere;
  rules.element('cluster-ips', service.clusterIp);
  if (servedInside) rules.element('service-ips', keyOf(service.clusterIp), `goto ${service.internalIsLocal ? names.local : names.cluster}`);
  else rules.element('no-endpoint-services', keyOf(service.clusterIp), refusal(chosen));

  if (!hasExternalAddress(service, port)) return;
  if (chosen.isServedAnywhere) externalChain(rules, input);
  const isServed = service.externalIsLocal ? chosen.local.length > 0 : chosen.isServedAnywhere;
  for (const address of [...service.externalIps, ...service.loadBalancerIps]) {
    if (chosen.isServedAnywhere) rules.element('service-ips', keyOf(address), `goto ${names.external}`);
    if (!isServed) rules.element('no-endpoint-services', keyOf(address), refusal(chosen));
  }
  if (port.nodePort !== undefined) {
    const key = `${port.protocol} . ${port.nodePort}`;
    if (chosen.isServedAnywhere) rules.element('service-nodeports', key, `goto ${names.external}`);
    if (!isServed) rules.element('no-endpoint-nodeports', key, refusal(chosen));
  }
  if (service.loadBalancerIps.length > 0 && service.sourceRanges.length > 0) {
    firewallChain(rules, input);
    for (const address of service.loadBalancerIps) rules.element('firewall-ips', keyOf(address), `goto ${names.firewall}`);
  }
}

/** Nobody at all serves it: say so. Somebody does, but not here: say nothing, so that who balances the load tries elsewhere. */
const refusal = ({ isServedAnywhere }: ChosenEndpoints) => (isServedAnywhere ? 'drop' : 'goto reject-chain');
