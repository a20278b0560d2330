import { roundResources } from '../resource-list.ts';
import type { Container } from './container.ts';
import { allContainers } from './containers.ts';
import type { EphemeralContainer } from './ephemeral-container.ts';
import type { HTTPGetAction, Probe } from './handler.ts';
import { defaultPullPolicy } from './image-tag.ts';
import type { Pod } from './index.ts';
import { defaultPodResources } from './pod-level-resources.ts';
import type { PodSpec } from './spec.ts';
import type { PodTemplateSpec } from './template.ts';
import { defaultVolume } from './volume-defaults.ts';

/** Rules for running pods only; templates leave these fields as they are. */
export function defaultPod(pod: Pod): void {
  const { spec } = pod;
  // A required list that was left out is null; validation says so.
  spec.containers ??= [];
  dropInitContainerAnnotations(pod.metadata);
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) defaultRequestsToLimits(container);
  defaultPodResources(spec);
  spec.enableServiceLinks ??= true;
  if (spec.hostNetwork) {
    for (const { ports = [] } of [...(spec.initContainers ?? []), ...spec.containers]) {
      for (const port of ports) port.hostPort ||= port.containerPort;
    }
  }
  if (spec.terminationGracePeriodSeconds !== undefined && spec.terminationGracePeriodSeconds < 0) spec.terminationGracePeriodSeconds = 1;
  defaultPodSpec(spec);
  defaultPodStatus(pod.status);
}

export function defaultPodTemplate(template: PodTemplateSpec): void {
  if (template.metadata) dropInitContainerAnnotations(template.metadata);
  template.spec ??= { containers: [] };
  defaultPodSpec(template.spec);
}

function defaultPodSpec(spec: PodSpec): void {
  spec.containers ??= [];
  spec.restartPolicy ||= 'Always';
  spec.terminationGracePeriodSeconds ??= 30;
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.securityContext ??= {};
  spec.schedulerName ||= 'default-scheduler';
  syncServiceAccount(spec);
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
  for (const container of allContainers(spec)) defaultContainer(container);
  roundResources(spec.overhead);
  roundResources(spec.resources?.limits);
  roundResources(spec.resources?.requests);
}

/** `serviceAccount` is the old name of `serviceAccountName`: both are always shown, the new one wins. */
export function syncServiceAccount(spec: PodSpec): void {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (!name) return;
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
}

function defaultContainer(container: Container | EphemeralContainer): void {
  container.imagePullPolicy ||= defaultPullPolicy(container.image);
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  for (const { valueFrom } of container.env ?? []) if (valueFrom?.fieldRef) valueFrom.fieldRef.apiVersion ||= 'v1';
  roundResources(container.resources?.limits);
  roundResources(container.resources?.requests);
  defaultProbe(container.livenessProbe);
  defaultProbe(container.readinessProbe);
  defaultProbe(container.startupProbe);
  defaultHttpGet(container.lifecycle?.postStart?.httpGet);
  defaultHttpGet(container.lifecycle?.preStop?.httpGet);
}

function defaultProbe(probe: Probe | undefined): void {
  if (probe === undefined) return;
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  defaultHttpGet(probe.httpGet);
}

function defaultHttpGet(action: HTTPGetAction | undefined): void {
  if (action === undefined) return;
  action.path ||= '/';
  action.scheme ||= 'HTTP';
}

function defaultRequestsToLimits({ resources }: Container): void {
  if (resources?.limits === undefined) return;
  resources.requests = { ...resources.limits, ...resources.requests };
}

/** The singular field, which old clients write, wins over the list when they differ. */
function defaultPodStatus(status: Pod['status']): void {
  if (status.podIP && status.podIP !== status.podIPs?.[0]?.ip) status.podIPs = [{ ip: status.podIP }];
  const first = status.podIPs?.[0]?.ip;
  if (first !== undefined) status.podIP = first;
  for (const statuses of [status.initContainerStatuses, status.containerStatuses, status.ephemeralContainerStatuses]) {
    for (const { allocatedResources, resources } of statuses ?? []) {
      roundResources(allocatedResources);
      roundResources(resources?.limits);
      roundResources(resources?.requests);
    }
  }
}

const initContainerAnnotations = ['init-containers', 'init-container-statuses'].flatMap((name) => [
  `pod.beta.kubernetes.io/${name}`,
  `pod.alpha.kubernetes.io/${name}`,
]);

// Kubelets of old obeyed these annotations over the fields.
function dropInitContainerAnnotations({ annotations }: { annotations?: Record<string, string> }): void {
  if (annotations === undefined) return;
  for (const name of initContainerAnnotations) delete annotations[name];
}
