import { defineType, always, boolean, embed, list, object, required, string, type Infer } from '../../../model/schema.ts';
import { SecurityContext } from './security.ts';
import { ResourceRequirements } from '../resources.ts';
import { EnvVar, EnvFromSource } from './env.ts';
import { Lifecycle, Probe } from './handler.ts';
import { ContainerPort, ContainerResizePolicy, ContainerRestartRule, VolumeDevice, VolumeMount } from './container.ts';

export const EphemeralContainerCommon = defineType('io.k8s.api.core.v1.EphemeralContainerCommon', {
  name: required(string(1)),
  image: string(2),
  command: list(3, 'string', { listType: 'atomic' }),
  args: list(4, 'string', { listType: 'atomic' }),
  workingDir: string(5),
  ports: list(6, ContainerPort, {
    listType: 'map',
    listMapKeys: ['containerPort', 'protocol'],
    patchStrategy: 'merge',
    patchMergeKey: 'containerPort',
  }),
  env: list(7, EnvVar, { listType: 'map', listMapKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' }),
  resources: always(object(8, ResourceRequirements)),
  volumeMounts: list(9, VolumeMount, { listType: 'map', listMapKeys: ['mountPath'], patchStrategy: 'merge', patchMergeKey: 'mountPath' }),
  livenessProbe: object(10, Probe),
  readinessProbe: object(11, Probe),
  lifecycle: object(12, Lifecycle),
  terminationMessagePath: string(13),
  imagePullPolicy: string(14),
  securityContext: object(15, SecurityContext),
  stdin: boolean(16),
  stdinOnce: boolean(17),
  tty: boolean(18),
  envFrom: list(19, EnvFromSource, { listType: 'atomic' }),
  terminationMessagePolicy: string(20),
  volumeDevices: list(21, VolumeDevice, {
    listType: 'map',
    listMapKeys: ['devicePath'],
    patchStrategy: 'merge',
    patchMergeKey: 'devicePath',
  }),
  startupProbe: object(22, Probe),
  resizePolicy: list(23, ContainerResizePolicy, { listType: 'atomic' }),
  restartPolicy: string(24),
  restartPolicyRules: list(25, ContainerRestartRule, { listType: 'atomic' }),
});

export interface EphemeralContainerCommon extends Infer<typeof EphemeralContainerCommon> {}

export const EphemeralContainer = defineType('io.k8s.api.core.v1.EphemeralContainer', {
  targetContainerName: string(2),
  ...embed(1, EphemeralContainerCommon),
});

export interface EphemeralContainer extends Infer<typeof EphemeralContainer> {}
