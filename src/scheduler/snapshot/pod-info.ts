import type { Pod } from '../../kinds/core/pod/index.ts';
import { podRequests } from '../../kinds/core/pod/requests.ts';
import { affinityTermsOf, noTerms, type AffinityTerms } from './affinity-term.ts';
import { hostPortsOf, type HostPort } from './host-ports.ts';
import { resourcesOf, type Resources } from './resources.ts';

/** A pod with what is asked about it again and again, worked out once. */
export interface PodInfo {
  readonly pod: Readonly<Pod>;
  readonly uid: string;
  readonly namespace: string;
  readonly priority: number;
  readonly requests: Resources;
  /** With an amount for containers that ask for nothing, so that scores see them too. */
  readonly scoredRequests: Resources;
  readonly hostPorts: readonly HostPort[];
  readonly terms: AffinityTerms;
}

/** What a container that does not say is taken to use. */
const missing = { cpu: '100m', memory: '200Mi' };

export function podInfoOf(pod: Readonly<Pod>): PodInfo {
  return {
    pod,
    uid: pod.metadata.uid,
    namespace: pod.metadata.namespace ?? '',
    priority: pod.spec.priority ?? 0,
    requests: resourcesOf(podRequests(pod, { withStatus: true })),
    scoredRequests: resourcesOf(podRequests(pod, { withStatus: true, missing })),
    hostPorts: hostPortsOf(pod),
    terms: affinityTermsOf(pod),
  };
}

export const hasAffinity = ({ terms }: PodInfo): boolean => terms !== noTerms;

/** `namespace/name`, as messages name a pod. */
export const podName = ({ metadata }: Readonly<Pod>): string => `${metadata.namespace ?? ''}/${metadata.name}`;
