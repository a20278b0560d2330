import { defineType, always, boolean, int32, list, object, oneOf, required, string, type Infer } from '../../../model/schema.ts';
import { SecurityContext } from './security.ts';
import { ResourceRequirements } from '../resources.ts';
import { EnvVar, EnvFromSource } from './env.ts';
import { Lifecycle, Probe } from './handler.ts';

export const ContainerPort = defineType('io.k8s.api.core.v1.ContainerPort', {
  name: string(1),
  hostPort: int32(2),
  containerPort: required(int32(3)),
  protocol: oneOf(4, ['SCTP', 'TCP', 'UDP'], { default: 'TCP' }),
  hostIP: string(5),
});

export interface ContainerPort extends Infer<typeof ContainerPort> {}

export const ContainerResizePolicy = defineType('io.k8s.api.core.v1.ContainerResizePolicy', {
  resourceName: required(string(1)),
  restartPolicy: required(string(2)),
});

export interface ContainerResizePolicy extends Infer<typeof ContainerResizePolicy> {}

export const ContainerRestartRuleOnExitCodes = defineType('io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes', {
  operator: required(string(1, { omitEmpty: true })),
  values: list(2, 'int32', { listType: 'set' }),
});

export interface ContainerRestartRuleOnExitCodes extends Infer<typeof ContainerRestartRuleOnExitCodes> {}

export const ContainerRestartRule = defineType('io.k8s.api.core.v1.ContainerRestartRule', {
  action: required(string(1, { omitEmpty: true })),
  exitCodes: object(2, ContainerRestartRuleOnExitCodes),
});

export interface ContainerRestartRule extends Infer<typeof ContainerRestartRule> {}

export const VolumeDevice = defineType('io.k8s.api.core.v1.VolumeDevice', {
  name: required(string(1)),
  devicePath: required(string(2)),
});

export interface VolumeDevice extends Infer<typeof VolumeDevice> {}

export const VolumeMount = defineType('io.k8s.api.core.v1.VolumeMount', {
  name: required(string(1)),
  readOnly: boolean(2),
  mountPath: required(string(3)),
  subPath: string(4),
  mountPropagation: oneOf(5, ['Bidirectional', 'HostToContainer', 'None']),
  subPathExpr: string(6),
  recursiveReadOnly: string(7),
});

export interface VolumeMount extends Infer<typeof VolumeMount> {}

export const Container = defineType('io.k8s.api.core.v1.Container', {
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
  imagePullPolicy: oneOf(14, ['Always', 'IfNotPresent', 'Never']),
  securityContext: object(15, SecurityContext),
  stdin: boolean(16),
  stdinOnce: boolean(17),
  tty: boolean(18),
  envFrom: list(19, EnvFromSource, { listType: 'atomic' }),
  terminationMessagePolicy: oneOf(20, ['FallbackToLogsOnError', 'File']),
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

export interface Container extends Infer<typeof Container> {}
