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

export const ExecAction = defineType('io.k8s.api.core.v1.ExecAction', 'Runs a command in the container. Exit code 0 is success.', {
  command: list(1, 'string', 'Program and its arguments. No shell is involved: call one to use pipes and the like.', {
    listType: 'atomic',
  }),
});

export interface ExecAction extends Infer<typeof ExecAction> {}

export const HTTPHeader = defineType('io.k8s.api.core.v1.HTTPHeader', 'A header of a request.', {
  name: required(string(1, 'Name of the header, such as Host.')),
  value: required(string(2, 'Value of the header.')),
});

export interface HTTPHeader extends Infer<typeof HTTPHeader> {}

export const HTTPGetAction = defineType('io.k8s.api.core.v1.HTTPGetAction', 'Sends a GET request. A status from 200 to 399 is success.', {
  path: string(1, 'Path to ask for: / unless given.'),
  port: required(intOrString(2, "Number of the port, or its name in the container's ports.")),
  host: string(3, 'Host to connect to: the pod itself unless given. Rather set the Host header in httpHeaders.'),
  scheme: oneOf(4, ['HTTP', 'HTTPS'], 'HTTP (the default), or HTTPS, whose certificate is not checked.'),
  httpHeaders: list(5, HTTPHeader, 'Headers to send; the same one may come more than once.', { listType: 'atomic' }),
});

export interface HTTPGetAction extends Infer<typeof HTTPGetAction> {}

export const SleepAction = defineType('io.k8s.api.core.v1.SleepAction', 'Lets some time pass.', {
  seconds: required(int64(1, "How many seconds to wait, no longer than the pod's grace period.")),
});

export interface SleepAction extends Infer<typeof SleepAction> {}

export const TCPSocketAction = defineType('io.k8s.api.core.v1.TCPSocketAction', 'Opens a TCP connection. That it opens is success.', {
  port: required(intOrString(1, "Number of the port, or its name in the container's ports.")),
  host: string(2, 'Host to connect to: the pod itself unless given.'),
});

export interface TCPSocketAction extends Infer<typeof TCPSocketAction> {}

export const LifecycleHandler = defineType('io.k8s.api.core.v1.LifecycleHandler', 'One thing to do. Exactly one field is set.', {
  exec: object(1, ExecAction, 'Command to run in the container.'),
  httpGet: object(2, HTTPGetAction, 'HTTP request to send.'),
  tcpSocket: object(3, TCPSocketAction, 'No longer carried out; kept for old manifests.'),
  sleep: object(4, SleepAction, 'Time to let pass.'),
});

export interface LifecycleHandler extends Infer<typeof LifecycleHandler> {}

export const Lifecycle = defineType('io.k8s.api.core.v1.Lifecycle', 'What happens around the start and the end of a container.', {
  postStart: object(1, LifecycleHandler, 'Done right after the start, beside the program itself. If it fails the container is ended.'),
  preStop: object(
    2,
    LifecycleHandler,
    'Done before the container is told to stop. The grace period runs on meanwhile; when it is over the container is killed.',
  ),
  stopSignal: oneOf(3, stopSignals, "Signal that asks the program to stop; the image's, else SIGTERM. Wants spec.os.name to be set."),
});

export interface Lifecycle extends Infer<typeof Lifecycle> {}

export const GRPCAction = defineType('io.k8s.api.core.v1.GRPCAction', 'Asks a gRPC server for its health. SERVING is success.', {
  port: required(int32(1, 'Port that the server listens on.')),
  service: always(string(2, 'Name of the service to ask about; empty asks about the server as a whole.', { default: '' })),
});

export interface GRPCAction extends Infer<typeof GRPCAction> {}

export const ProbeHandler = defineType('io.k8s.api.core.v1.ProbeHandler', 'The check of a probe. Exactly one field is set.', {
  exec: object(1, ExecAction, 'Command to run in the container; exit code 0 is success.'),
  httpGet: object(2, HTTPGetAction, 'HTTP request to send; a status from 200 to 399 is success.'),
  tcpSocket: object(3, TCPSocketAction, 'TCP connection to open; that it opens is success.'),
  grpc: object(4, GRPCAction, 'Call of the gRPC health service; SERVING is success.'),
});

export interface ProbeHandler extends Infer<typeof ProbeHandler> {}

export const Probe = defineType('io.k8s.api.core.v1.Probe', 'A check that is made of a container again and again.', {
  ...embed(1, ProbeHandler),
  initialDelaySeconds: int32(2, 'Seconds between the start of the container and the first check: 0 unless given.'),
  timeoutSeconds: int32(3, 'Seconds after which a check without an answer has failed: 1 unless given.'),
  periodSeconds: int32(4, 'Seconds between checks: 10 unless given.'),
  successThreshold: int32(5, 'Successes in a row that it takes after a failure: 1 unless given, and always for liveness and startup.'),
  failureThreshold: int32(6, 'Failures in a row until the container counts as failed: 3 unless given.'),
  terminationGracePeriodSeconds: int64(
    7,
    "Grace period of a container that this probe has ended, instead of the pod's. Not for readiness.",
  ),
});

export interface Probe extends Infer<typeof Probe> {}
