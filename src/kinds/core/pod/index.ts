import { ephemeralContainersUpdate, resourcesUpdate } from './subresource-updates.ts';
import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { podColumns, podRowConditions } from './columns.ts';
import { defaultPod } from './defaults.ts';
import { prepareNewPod, preparePodStatusUpdate, preparePodUpdate } from './prepare.ts';
import { isPodTerminal } from './readiness.ts';
import { PodSpec } from './spec.ts';
import { PodStatus } from './status.ts';
import { validateNewPod, validatePod } from './validation/pod.ts';
import { validatePodStatusUpdate } from './validation/status.ts';
import { validatePodUpdate } from './validation/update.ts';
import { podStatusWarnings, podWarnings } from './warnings.ts';

export interface Pod extends KubeObject {
  spec: PodSpec;
  status: PodStatus;
}

export const Pod: Kind<Pod> = defineKind({
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  shortNames: ['po'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['attach', 'binding', 'ephemeralcontainers', 'eviction', 'exec', 'log', 'portforward', 'proxy', 'resize', 'status'],
  schema: 'io.k8s.api.core.v1.Pod',
  description:
    'One or more containers that run together on one node and share an address and volumes. Mostly made by a Deployment, Job or the like, since a pod that ends by itself is not replaced.',
  fields: {
    spec: always(object(2, PodSpec, 'What should run, and how. Most of it cannot be changed once the pod exists.')),
    status: always(object(3, PodStatus, 'How the pod is doing. Written by the scheduler and the node that runs it.')),
  },
  resetFields: { status: ['spec', 'metadata.deletionTimestamp', 'metadata.ownerReferences'] },
  subresourceUpdates: {
    ephemeralcontainers: ephemeralContainersUpdate,
    resize: resourcesUpdate,
  },
  countsGenerations: true,
  defaults: defaultPod,
  prepareCreate: prepareNewPod,
  prepareUpdate: preparePodUpdate,
  prepareStatusUpdate: preparePodStatusUpdate,
  ruleOrder: { update: ['metadataChange', 'metadata', 'object', 'change'] },
  validate: validatePod,
  validateCreate: validateNewPod,
  validateUpdate: validatePodUpdate,
  validateStatusUpdate: validatePodStatusUpdate,
  warnings: podWarnings,
  statusWarnings: podStatusWarnings,
  columns: podColumns,
  rowConditions: podRowConditions,
  selectableFields: [
    { path: 'spec.nodeName', value: ({ spec }) => spec.nodeName ?? '' },
    // As it was once called.
    { path: 'spec.host', value: ({ spec }) => spec.nodeName ?? '' },
    { path: 'spec.restartPolicy', value: ({ spec }) => spec.restartPolicy ?? '' },
    { path: 'spec.schedulerName', value: ({ spec }) => spec.schedulerName ?? '' },
    { path: 'spec.serviceAccountName', value: ({ spec }) => spec.serviceAccountName ?? '' },
    { path: 'spec.hostNetwork', value: ({ spec }) => String(spec.hostNetwork ?? false) },
    { path: 'status.phase', value: ({ status }) => status.phase ?? '' },
    { path: 'status.podIP', value: ({ status }) => status.podIPs?.[0]?.ip ?? '' },
    { path: 'status.podIPs', value: ({ status }) => status.podIPs?.[0]?.ip ?? '' },
    { path: 'status.nominatedNodeName', value: ({ status }) => status.nominatedNodeName ?? '' },
  ],
  deletionGracePeriodSeconds(pod, requestedSeconds) {
    // Nothing runs that would need time to stop.
    if (!pod.spec.nodeName || isPodTerminal(pod)) return 0;
    const seconds = requestedSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 0;
    return seconds < 0 ? 1 : seconds;
  },
});
