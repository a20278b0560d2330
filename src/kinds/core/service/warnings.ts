import { Field } from '../../../model/field.ts';
import { cidrWarnings, ipWarnings } from '../../ip-validation.ts';
import type { Service } from './index.ts';

export function* serviceWarnings({ metadata, spec }: Readonly<Service>): Iterable<string> {
  const { type, clusterIP, clusterIPs = [], externalIPs = [], loadBalancerIP, externalName } = spec;
  const field = new Field('spec');
  const hints = 'service.kubernetes.io/topology-aware-hints';
  if (metadata.annotations?.[hints] !== undefined) {
    yield `annotation ${hints} is deprecated, please use service.kubernetes.io/topology-mode instead`;
  }
  if (clusterIP && clusterIP !== 'None')
    for (const [index, address] of clusterIPs.entries()) yield* ipWarnings(address, field.at('clusterIPs', index));
  const headless = type === 'ClusterIP' && clusterIP === 'None';
  if (headless) {
    if (loadBalancerIP) yield 'spec.loadBalancerIP is ignored for headless services';
    if (externalIPs.length > 0) yield 'spec.externalIPs is ignored for headless services';
    if (spec.sessionAffinity !== 'None') yield 'spec.SessionAffinity is ignored for headless services';
  }
  for (const [index, address] of externalIPs.entries()) yield* ipWarnings(address, field.at('externalIPs', index));
  if (externalIPs.length > 0 && !headless && type !== 'ExternalName') {
    yield 'spec.externalIPs is deprecated and may no longer be implemented in some clusters';
  }
  if (loadBalancerIP) yield* ipWarnings(loadBalancerIP, field.at('loadBalancerIP'));
  for (const [index, range] of spec.loadBalancerSourceRanges?.entries() ?? [])
    yield* cidrWarnings(range, field.at('loadBalancerSourceRanges', index));
  if (type === 'ExternalName' && externalIPs.length > 0) yield 'spec.externalIPs is ignored when spec.type is "ExternalName"';
  if (type !== 'ExternalName' && externalName) yield 'spec.externalName is ignored when spec.type is not "ExternalName"';
  if (spec.trafficDistribution === 'PreferClose') yield 'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"';
}
