import type { Field, FieldErrors } from '../../../../model/field.ts';
import { validateHttpHeaderName, validateNonNegative, validatePort } from '../../../field-checks.ts';
import type { HTTPGetAction, Lifecycle, LifecycleHandler, Probe, ProbeHandler } from '../handler.ts';

const schemes = ['HTTP', 'HTTPS'];

interface GracePeriod {
  readonly gracePeriodSeconds: number | undefined;
}

/** The probes and hooks of a container that keeps running. */
export function* validateHandlers(
  container: { lifecycle?: Lifecycle; livenessProbe?: Probe; readinessProbe?: Probe; startupProbe?: Probe },
  grace: GracePeriod,
  field: Field,
): FieldErrors {
  const { lifecycle, livenessProbe, readinessProbe, startupProbe } = container;
  if (lifecycle?.postStart) yield* validateHandler(lifecycle.postStart, grace, field.at('lifecycle', 'postStart'));
  if (lifecycle?.preStop) yield* validateHandler(lifecycle.preStop, grace, field.at('lifecycle', 'preStop'));
  if (livenessProbe) {
    yield* validateProbe(livenessProbe, grace, field.at('livenessProbe'));
    yield* validateSuccessThreshold(livenessProbe, field.at('livenessProbe'));
  }
  if (readinessProbe) {
    const at = field.at('readinessProbe');
    yield* validateProbe(readinessProbe, grace, at);
    const { terminationGracePeriodSeconds } = readinessProbe;
    if (terminationGracePeriodSeconds !== undefined) {
      yield at.at('terminationGracePeriodSeconds').invalid(terminationGracePeriodSeconds, 'must not be set for readinessProbes');
    }
  }
  if (startupProbe) {
    yield* validateProbe(startupProbe, grace, field.at('startupProbe'));
    yield* validateSuccessThreshold(startupProbe, field.at('startupProbe'));
  }
}

function* validateProbe(probe: Probe, grace: GracePeriod, field: Field): FieldErrors {
  yield* validateHandler(probe, grace, field);
  yield* validateNonNegative(probe.initialDelaySeconds, field.at('initialDelaySeconds'));
  yield* validateNonNegative(probe.timeoutSeconds, field.at('timeoutSeconds'));
  yield* validateNonNegative(probe.periodSeconds, field.at('periodSeconds'));
  yield* validateNonNegative(probe.successThreshold, field.at('successThreshold'));
  yield* validateNonNegative(probe.failureThreshold, field.at('failureThreshold'));
  const seconds = probe.terminationGracePeriodSeconds;
  if (seconds !== undefined && seconds <= 0) yield field.at('terminationGracePeriodSeconds').invalid(seconds, 'must be greater than 0');
}

function* validateSuccessThreshold({ successThreshold = 0 }: Probe, field: Field): FieldErrors {
  if (successThreshold !== 1) yield field.at('successThreshold').invalid(successThreshold, 'must be 1');
}

function* validateHandler(handler: ProbeHandler & LifecycleHandler, { gracePeriodSeconds }: GracePeriod, field: Field): FieldErrors {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  let first = true;
  for (const name of ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const) {
    if (handler[name] === undefined) continue;
    const at = field.at(name);
    if (!first) {
      yield at.forbidden('may not specify more than 1 handler type');
      continue;
    }
    first = false;
    if (name === 'exec' && !exec?.command?.length) yield at.at('command').required();
    if (name === 'httpGet' && httpGet) yield* validateHttpGet(httpGet, at);
    if (name === 'tcpSocket' && tcpSocket) yield* validatePort(tcpSocket.port, at.at('port'));
    if (name === 'grpc' && grpc) yield* validatePort(grpc.port, at.at('port'));
    if (name === 'sleep' && sleep && gracePeriodSeconds !== undefined && (sleep.seconds < 0 || sleep.seconds > gracePeriodSeconds)) {
      yield at.invalid(sleep.seconds, `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriodSeconds})`);
    }
  }
  if (first) yield field.required('must specify a handler type');
}

function* validateHttpGet({ path, port, scheme = '' as 'HTTP', httpHeaders = [] }: HTTPGetAction, field: Field): FieldErrors {
  if (!path) yield field.at('path').required();
  yield* validatePort(port, field.at('port'));
  if (!schemes.includes(scheme)) yield field.at('scheme').notSupported(scheme, schemes);
  for (const { name } of httpHeaders) yield* validateHttpHeaderName(name, field.at('httpHeaders'));
}
