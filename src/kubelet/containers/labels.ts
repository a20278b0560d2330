import type { Container } from '../../kinds/core/pod/container.ts';
import type { LifecycleHandler } from '../../kinds/core/pod/handler.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { containerHash } from './hash.ts';

// What the kubelet writes on sandboxes and containers, so that it finds them again after a restart: upstream's names, in
// pkg/kubelet/types/labels.go and pkg/kubelet/kuberuntime/labels.go, which other tools read too.
const podName = 'io.kubernetes.pod.name';
const podNamespace = 'io.kubernetes.pod.namespace';
export const podUidLabel = 'io.kubernetes.pod.uid';
const containerName = 'io.kubernetes.container.name';
const hash = 'io.kubernetes.container.hash';
const restartCount = 'io.kubernetes.container.restartCount';
const messagePath = 'io.kubernetes.container.terminationMessagePath';
const messagePolicy = 'io.kubernetes.container.terminationMessagePolicy';
const preStop = 'io.kubernetes.container.preStopHandler';
const ports = 'io.kubernetes.container.ports';
const deletionGrace = 'io.kubernetes.pod.deletionGracePeriod';
const terminationGrace = 'io.kubernetes.pod.terminationGracePeriod';

type Strings = Readonly<Record<string, string>>;

export interface PodLabels {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
}

export interface ContainerLabels {
  readonly pod: PodLabels;
  readonly name: string;
}

export interface ContainerAnnotations {
  readonly hash: string;
  readonly restartCount: number;
  readonly terminationMessagePath: string;
  readonly terminationMessagePolicy: string;
  readonly preStop: LifecycleHandler | undefined;
  /** The deletion's, or else the pod's own. */
  readonly gracePeriodSeconds: number | undefined;
}

export const sandboxLabels = ({ metadata }: Pod): Record<string, string> => ({
  ...metadata.labels,
  [podName]: metadata.name,
  [podNamespace]: metadata.namespace ?? '',
  [podUidLabel]: metadata.uid,
});

export const containerLabels = (container: { readonly name: string }, { metadata }: Pod): Record<string, string> => ({
  [podName]: metadata.name,
  [podNamespace]: metadata.namespace ?? '',
  [podUidLabel]: metadata.uid,
  [containerName]: container.name,
});

export function containerAnnotations(container: Container, { metadata, spec }: Pod, restarts: number): Record<string, string> {
  return {
    [hash]: containerHash(container),
    [restartCount]: String(restarts),
    [messagePath]: container.terminationMessagePath ?? '',
    [messagePolicy]: container.terminationMessagePolicy ?? '',
    ...(metadata.deletionGracePeriodSeconds !== undefined && { [deletionGrace]: String(metadata.deletionGracePeriodSeconds) }),
    ...(spec.terminationGracePeriodSeconds !== undefined && { [terminationGrace]: String(spec.terminationGracePeriodSeconds) }),
    ...(container.lifecycle?.preStop && { [preStop]: JSON.stringify(container.lifecycle.preStop) }),
    ...(container.ports?.length && { [ports]: JSON.stringify(container.ports) }),
  };
}

/** Empty strings for what other programs have made. */
export const readPodLabels = (labels: Strings): PodLabels => ({
  uid: labels[podUidLabel] ?? '',
  name: labels[podName] ?? '',
  namespace: labels[podNamespace] ?? '',
});

export const readContainerLabels = (labels: Strings): ContainerLabels => ({
  pod: readPodLabels(labels),
  name: labels[containerName] ?? '',
});

export function readContainerAnnotations(annotations: Strings): ContainerAnnotations {
  const grace = annotations[deletionGrace] ?? annotations[terminationGrace];
  return {
    hash: annotations[hash] ?? '',
    restartCount: Number(annotations[restartCount] ?? 0) || 0,
    terminationMessagePath: annotations[messagePath] ?? '',
    terminationMessagePolicy: annotations[messagePolicy] ?? '',
    preStop: parsed(annotations[preStop]),
    gracePeriodSeconds: grace === undefined ? undefined : Number(grace),
  };
}

function parsed(json: string | undefined): LifecycleHandler | undefined {
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json) as LifecycleHandler; // written by containerAnnotations
  } catch {
    return undefined;
  }
}
