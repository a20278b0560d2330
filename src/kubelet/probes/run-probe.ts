import type { Clock } from '../../base/clock.ts';
import type { Container } from '../../kinds/core/pod/container.ts';
import type { Probe } from '../../kinds/core/pod/handler.ts';
import { expandVariables } from '../containers/expansion.ts';
import type { Containers } from '../runtime/runtime.ts';
import { containerPort } from './container-port.ts';
import { probeExec } from './exec-probe.ts';
import { probeGrpc } from './grpc-probe.ts';
import { httpGet } from './http-get.ts';
import { probeHttp } from './http-probe.ts';
import type { ProbeOutcome } from './outcome.ts';
import { probeTcp } from './tcp-probe.ts';

export interface ProbeTarget {
  readonly container: Container;
  readonly containerId: string;
  readonly podIp: string;
}

export interface ProbeMeans {
  readonly containers: Containers;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const userAgent = 'kube-probe/1.36';

/** One try of a probe. Throws when it could not be made, which says nothing about the container. */
export async function runProbe(probe: Probe, { container, containerId, podIp }: ProbeTarget, means: ProbeMeans): Promise<ProbeOutcome> {
  const { containers, signal } = means;
  const { exec, httpGet: http, tcpSocket, grpc, timeoutSeconds = 1 } = probe;
  const timeoutMs = timeoutSeconds * 1000;
  if (exec) {
    const command = (exec.command ?? []).map((word) => expandVariables(word, (name) => staticValue(container, name)));
    return await probeExec(containers, { containerId, command, timeoutSeconds }, signal);
  }
  if (http) {
    const get = httpGet(http, container, { podIp, userAgent });
    return await within(timeoutMs, means, (late) => probeHttp(get, late));
  }
  if (tcpSocket) {
    const target = { host: tcpSocket.host || podIp, port: containerPort(tcpSocket.port, container) };
    return await within(timeoutMs, means, (late) => probeTcp(target, late));
  }
  if (grpc) {
    const target = { host: podIp, port: grpc.port, service: grpc.service ?? '', userAgent, timeoutMs };
    return await within(timeoutMs, means, (late) => probeGrpc(target, late));
  }
  throw new Error('missing probe handler');
}

/** What is fetched from elsewhere, a probe does not know. */
const staticValue = ({ env = [] }: Container, name: string): string | undefined =>
  env.findLast((variable) => variable.name === name && !variable.valueFrom)?.value;

async function within<T>(timeoutMs: number, { clock, signal }: ProbeMeans, work: (late: AbortSignal) => Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = new AbortController();
  const stop = () => late.abort();
  signal.addEventListener('abort', stop, { once: true });
  void clock.sleep(timeoutMs, done.signal).then(stop);
  try {
    return await work(late.signal);
  } finally {
    signal.removeEventListener('abort', stop);
    done.abort();
  }
}
