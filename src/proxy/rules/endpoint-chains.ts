import { reachable } from '../services/choose-endpoints.ts';
import type { Endpoint } from '../services/endpoints.ts';
import { socketAddress } from './address-family.ts';
import { endpointNames, portNames } from './names.ts';
import type { RuleCollector } from './rule-collector.ts';
import type { PortInput } from './service-rules.ts';

/** The chains that choose an endpoint: one for each policy in use, and with session affinity one for each endpoint. */
export function endpointChains(rules: RuleCollector, input: PortInput): void {
  const { service, port, chosen } = input;
  const names = portNames(service, port);
  const choices = service.affinitySeconds === undefined ? directChoice : rememberedChoice;
  if (chosen.cluster.length > 0) rules.chain(names.cluster, choices(chosen.cluster, input));
  if (chosen.local.length > 0) rules.chain(names.local, choices(chosen.local, input));
  if (service.affinitySeconds === undefined) return;
  for (const endpoint of reachable(chosen)) {
    const { chain, affinitySet } = endpointNames(service, port, endpoint);
    rules.affinitySet(affinitySet, service.affinitySeconds);
    const { ip } = input.context.family;
    rules.chain(chain, [`update @${affinitySet} { ${ip} saddr }`, `meta l4proto ${port.protocol} dnat to ${target(endpoint)}`]);
  }
}

/** Maps inside rules cost the kernel a search of all of them each, so they are used only when a chain would get long. */
const longestChain = 12;

function directChoice(endpoints: readonly Endpoint[], { port, context }: PortInput): readonly string[] {
  const protocol = `meta l4proto ${port.protocol}`;
  if (endpoints.length > longestChain) {
    const entries = endpoints.map(({ address, port }, position) => `${position} : ${address} . ${port}`);
    return [`${protocol} dnat ${context.family.ip} addr . port to numgen random mod ${endpoints.length} map { ${entries.join(', ')} }`];
  }
  return endpoints.map((endpoint, position) => `${chance(endpoints.length - position)}${protocol} dnat to ${target(endpoint)}`);
}

/** Who was here before goes where it went; who was not, anywhere. */
function rememberedChoice(endpoints: readonly Endpoint[], { service, port, context }: PortInput): readonly string[] {
  const names = endpoints.map((endpoint) => endpointNames(service, port, endpoint));
  return [
    ...names.map(({ affinitySet, chain }) => `${context.family.ip} saddr @${affinitySet} goto ${chain}`),
    ...names.map(({ chain }, position) => `${chance(endpoints.length - position)}goto ${chain}`),
  ];
}

/** Each takes its share of what the ones before it have left over, so that all have the same. */
const chance = (left: number): string => (left === 1 ? '' : `numgen random mod ${left} 0 `);

const target = ({ address, port }: Endpoint) => socketAddress(address, port);
