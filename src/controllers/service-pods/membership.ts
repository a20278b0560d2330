import type { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import type { ServicePort } from '../../kinds/core/service/schema.ts';

/** Whether the pod can be an endpoint: it may still answer, and has an address to be asked at. */
export function isEndpoint(pod: Pod, { includeTerminating }: { includeTerminating: boolean }): boolean {
  const { podIP, podIPs = [] } = pod.status;
  if (isPodTerminal(pod) || (!podIP && podIPs.length === 0)) return false;
  return includeTerminating || pod.metadata.deletionTimestamp === undefined;
}

/** The name by which the service makes this pod known in DNS. */
export const hostnameIn = (service: Service, { metadata, spec }: Pod): string | undefined =>
  spec.subdomain === service.metadata.name && metadata.namespace === service.metadata.namespace ? spec.hostname || undefined : undefined;

/** The port of the pod that the service's port leads to; a name is looked up in its containers and sidecars. */
export function targetPortOf({ targetPort, port, protocol = 'TCP' }: ServicePort, { spec }: Pod): number | undefined {
  const target = targetPort ?? port;
  if (typeof target === 'number') return target;
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  for (const { ports = [] } of [...spec.containers, ...sidecars]) {
    const found = ports.find((candidate) => candidate.name === target && (candidate.protocol ?? 'TCP') === protocol);
    if (found) return found.containerPort;
  }
  return undefined;
}

export const isHeadless = ({ spec }: Service): boolean => !spec.clusterIP || spec.clusterIP === 'None';
