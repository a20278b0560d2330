import {
  defineType,
  always,
  boolean,
  embed,
  int32,
  int64,
  intOrString,
  list,
  object,
  oneOf,
  required,
  string,
  type Infer,
} from '../../../model/schema.ts';
import { SecurityContext } from './security.ts';
import { FileKeySelector, ObjectFieldSelector, ResourceFieldSelector } from './volume.ts';
import { LocalObjectReference } from '../reference.ts';
import { ResourceRequirements } from '../resources.ts';

export const ConfigMapKeySelector = defineType(
  'io.k8s.api.core.v1.ConfigMapKeySelector',
  {
    key: required(string(2)),
    optional: boolean(3),
    ...embed(1, LocalObjectReference),
  },
  { mapType: 'atomic' },
);

export interface ConfigMapKeySelector extends Infer<typeof ConfigMapKeySelector> {}

export const SecretKeySelector = defineType(
  'io.k8s.api.core.v1.SecretKeySelector',
  {
    key: required(string(2)),
    optional: boolean(3),
    ...embed(1, LocalObjectReference),
  },
  { mapType: 'atomic' },
);

export interface SecretKeySelector extends Infer<typeof SecretKeySelector> {}

export const EnvVarSource = defineType('io.k8s.api.core.v1.EnvVarSource', {
  fieldRef: object(1, ObjectFieldSelector),
  resourceFieldRef: object(2, ResourceFieldSelector),
  configMapKeyRef: object(3, ConfigMapKeySelector),
  secretKeyRef: object(4, SecretKeySelector),
  fileKeyRef: object(5, FileKeySelector),
});

export interface EnvVarSource extends Infer<typeof EnvVarSource> {}

export const EnvVar = defineType('io.k8s.api.core.v1.EnvVar', {
  name: required(string(1)),
  value: string(2),
  valueFrom: object(3, EnvVarSource),
});

export interface EnvVar extends Infer<typeof EnvVar> {}

export const ConfigMapEnvSource = defineType('io.k8s.api.core.v1.ConfigMapEnvSource', {
  optional: boolean(2),
  ...embed(1, LocalObjectReference),
});

export interface ConfigMapEnvSource extends Infer<typeof ConfigMapEnvSource> {}

export const SecretEnvSource = defineType('io.k8s.api.core.v1.SecretEnvSource', {
  optional: boolean(2),
  ...embed(1, LocalObjectReference),
});

export interface SecretEnvSource extends Infer<typeof SecretEnvSource> {}

export const EnvFromSource = defineType('io.k8s.api.core.v1.EnvFromSource', {
  prefix: string(1),
  configMapRef: object(2, ConfigMapEnvSource),
  secretRef: object(3, SecretEnvSource),
});

export interface EnvFromSource extends Infer<typeof EnvFromSource> {}

export const ExecAction = defineType('io.k8s.api.core.v1.ExecAction', {
  command: list(1, 'string', { listType: 'atomic' }),
});

export interface ExecAction extends Infer<typeof ExecAction> {}

export const HTTPHeader = defineType('io.k8s.api.core.v1.HTTPHeader', {
  name: required(string(1)),
  value: required(string(2)),
});

export interface HTTPHeader extends Infer<typeof HTTPHeader> {}

export const HTTPGetAction = defineType('io.k8s.api.core.v1.HTTPGetAction', {
  path: string(1),
  port: required(intOrString(2)),
  host: string(3),
  scheme: oneOf(4, ['HTTP', 'HTTPS']),
  httpHeaders: list(5, HTTPHeader, { listType: 'atomic' }),
});

export interface HTTPGetAction extends Infer<typeof HTTPGetAction> {}

export const SleepAction = defineType('io.k8s.api.core.v1.SleepAction', {
  seconds: required(int64(1)),
});

export interface SleepAction extends Infer<typeof SleepAction> {}

export const TCPSocketAction = defineType('io.k8s.api.core.v1.TCPSocketAction', {
  port: required(intOrString(1)),
  host: string(2),
});

export interface TCPSocketAction extends Infer<typeof TCPSocketAction> {}

export const LifecycleHandler = defineType('io.k8s.api.core.v1.LifecycleHandler', {
  exec: object(1, ExecAction),
  httpGet: object(2, HTTPGetAction),
  tcpSocket: object(3, TCPSocketAction),
  sleep: object(4, SleepAction),
});

export interface LifecycleHandler extends Infer<typeof LifecycleHandler> {}

export const Lifecycle = defineType('io.k8s.api.core.v1.Lifecycle', {
  postStart: object(1, LifecycleHandler),
  preStop: object(2, LifecycleHandler),
  stopSignal: oneOf(3, [
    'SIGABRT',
    'SIGALRM',
    'SIGBUS',
    'SIGCHLD',
    'SIGCLD',
    'SIGCONT',
    'SIGFPE',
    'SIGHUP',
    'SIGILL',
    'SIGINT',
    'SIGIO',
    'SIGIOT',
    'SIGKILL',
    'SIGPIPE',
    'SIGPOLL',
    'SIGPROF',
    'SIGPWR',
    'SIGQUIT',
    'SIGRTMAX',
    'SIGRTMAX-1',
    'SIGRTMAX-10',
    'SIGRTMAX-11',
    'SIGRTMAX-12',
    'SIGRTMAX-13',
    'SIGRTMAX-14',
    'SIGRTMAX-2',
    'SIGRTMAX-3',
    'SIGRTMAX-4',
    'SIGRTMAX-5',
    'SIGRTMAX-6',
    'SIGRTMAX-7',
    'SIGRTMAX-8',
    'SIGRTMAX-9',
    'SIGRTMIN',
    'SIGRTMIN+1',
    'SIGRTMIN+10',
    'SIGRTMIN+11',
    'SIGRTMIN+12',
    'SIGRTMIN+13',
    'SIGRTMIN+14',
    'SIGRTMIN+15',
    'SIGRTMIN+2',
    'SIGRTMIN+3',
    'SIGRTMIN+4',
    'SIGRTMIN+5',
    'SIGRTMIN+6',
    'SIGRTMIN+7',
    'SIGRTMIN+8',
    'SIGRTMIN+9',
    'SIGSEGV',
    'SIGSTKFLT',
    'SIGSTOP',
    'SIGSYS',
    'SIGTERM',
    'SIGTRAP',
    'SIGTSTP',
    'SIGTTIN',
    'SIGTTOU',
    'SIGURG',
    'SIGUSR1',
    'SIGUSR2',
    'SIGVTALRM',
    'SIGWINCH',
    'SIGXCPU',
    'SIGXFSZ',
  ]),
});

export interface Lifecycle extends Infer<typeof Lifecycle> {}

export const GRPCAction = defineType('io.k8s.api.core.v1.GRPCAction', {
  port: required(int32(1)),
  service: always(string(2, { default: '' })),
});

export interface GRPCAction extends Infer<typeof GRPCAction> {}

export const ProbeHandler = defineType('io.k8s.api.core.v1.ProbeHandler', {
  exec: object(1, ExecAction),
  httpGet: object(2, HTTPGetAction),
  tcpSocket: object(3, TCPSocketAction),
  grpc: object(4, GRPCAction),
});

export interface ProbeHandler extends Infer<typeof ProbeHandler> {}

export const Probe = defineType('io.k8s.api.core.v1.Probe', {
  initialDelaySeconds: int32(2),
  timeoutSeconds: int32(3),
  periodSeconds: int32(4),
  successThreshold: int32(5),
  failureThreshold: int32(6),
  terminationGracePeriodSeconds: int64(7),
  ...embed(1, ProbeHandler),
});

export interface Probe extends Infer<typeof Probe> {}

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
