import {
  defineType,
  always,
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
import { stopSignals } from './stop-signal.ts';

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
  stopSignal: oneOf(3, stopSignals),
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
