import { isIPv6 } from 'node:net';
import { EndpointSubset, type EndpointAddress, type EndpointPort } from '../../kinds/core/endpoints.ts';
import type { Endpoints } from '../../kinds/core/endpoints.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodReady } from '../../kinds/core/pod/readiness.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import { isSame } from '../../kinds/same.ts';
import { listOf } from '../../model/schema.ts';
import { subsetsOfOffers, type OfferedAddress } from '../endpoint-subsets.ts';
import { hostnameIn, isEndpoint, isHeadless, targetPortOf } from '../service-pods/membership.ts';
import { triggerTimeAnnotation } from '../service-pods/trigger-times.ts';
import { truncated } from './capacity.ts';

export const managedByLabel = 'endpoints.kubernetes.io/managed-by';
export const manager = 'endpoint-controller';
const headlessLabel = 'service.kubernetes.io/headless';
const overCapacityAnnotation = 'endpoints.kubernetes.io/over-capacity';

export type Content = Pick<Endpoints, 'subsets'> & { metadata: { labels: Record<string, string>; annotations: Record<string, string> } };

/** What the endpoints should say; undefined when they do. */
export function plan(
  service: Service,
  pods: readonly Pod[],
  current: Endpoints | undefined,
  triggerTime: string | undefined,
): Content | undefined {
  const all = subsetsOf(service, pods);
  const { subsets, isTruncated } = truncated(all);
  const labels = { ...service.metadata.labels, ...(isHeadless(service) && { [headlessLabel]: '' }), [managedByLabel]: manager };
  if (!isHeadless(service)) delete labels[headlessLabel];
  const { [triggerTimeAnnotation]: _, [overCapacityAnnotation]: marked, ...annotations } = current?.metadata.annotations ?? {};
  if (current && (marked === 'truncated') === isTruncated && isSameLabels(labels, current) && isSameSubsets(subsets, current))
    return undefined;
  return {
    metadata: {
      labels,
      annotations: {
        ...annotations,
        ...(triggerTime && { [triggerTimeAnnotation]: triggerTime }),
        ...(isTruncated && { [overCapacityAnnotation]: 'truncated' }),
      },
    },
    subsets: [...subsets],
  };
}

const isSameSubsets = (subsets: readonly EndpointSubset[], current: Endpoints) => isSame(listOf(EndpointSubset), subsets, current.subsets);

function isSameLabels(labels: Readonly<Record<string, string>>, { metadata }: Endpoints): boolean {
  const present = metadata.labels ?? {};
  const keys = Object.keys(labels);
  return keys.length === Object.keys(present).length && keys.every((key) => labels[key] === present[key]);
}

export function subsetsOf(service: Service, pods: readonly Pod[]): readonly EndpointSubset[] {
  const offers = new Map<string, { port: EndpointPort | undefined; addresses: OfferedAddress[] }>();
  const { publishNotReadyAddresses = false } = service.spec;
  for (const pod of pods) {
    const address = isEndpoint(pod, { includeTerminating: publishNotReadyAddresses }) ? addressOf(pod, service) : undefined;
    if (!address) continue;
    for (const port of portsOf(service, pod)) {
      const key = JSON.stringify(port ?? null);
      const offer = offers.get(key) ?? { port, addresses: [] };
      offers.set(key, offer);
      offer.addresses.push({ address, ready: publishNotReadyAddresses || isPodReady(pod) });
    }
  }
  return subsetsOfOffers(offers.values());
}

/** Undefined stands for a pod of a headless service without ports. */
function portsOf({ spec }: Service, pod: Pod): readonly (EndpointPort | undefined)[] {
  const ports = spec.ports ?? [];
  if (ports.length === 0) return spec.clusterIP === 'None' ? [undefined] : [];
  return ports.flatMap((servicePort) => {
    const port = targetPortOf(servicePort, pod);
    const { name, protocol = 'TCP', appProtocol } = servicePort;
    return port === undefined ? [] : [{ ...(name && { name }), port, protocol, ...(appProtocol && { appProtocol }) }];
  });
}

function addressOf(pod: Pod, service: Service): EndpointAddress | undefined {
  const wantsIPv6 = familyOf(service, pod) === 'IPv6';
  const ip = (pod.status.podIPs ?? []).map((each) => each.ip).find((each) => each !== undefined && isIPv6(each) === wantsIPv6);
  if (!ip) return undefined;
  const hostname = hostnameIn(service, pod);
  const { namespace = '', name, uid } = pod.metadata;
  return {
    ip,
    ...(hostname && { hostname }),
    ...(pod.spec.nodeName && { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', namespace, name, uid },
  };
}

function familyOf({ spec }: Service, { status }: Pod): string {
  const [family] = spec.ipFamilies ?? [];
  if (family) return family;
  const address = spec.clusterIP && spec.clusterIP !== 'None' ? spec.clusterIP : status.podIP;
  return isIPv6(address ?? '') ? 'IPv6' : 'IPv4';
}
