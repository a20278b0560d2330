import type { IncomingHttpHeaders } from 'node:http';
import type { ContainerRuntime } from '../runtime/runtime.ts';
import type { StreamOptions } from '../runtime/container.ts';
import { containerNamed } from '../containers/every-container.ts';
import { readySandbox } from '../pleg/observation.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import { textAnswer, type TextAnswer } from '../../runtime/serving/answer.ts';
import type { Exchange } from './exchange.ts';
import { findPod, runningContainer } from './handlers/find-container.ts';

/** Where the runtime serves the streams that were asked for, or why it does not. */
export type StreamTarget = { readonly type: 'target'; readonly url: URL } | { readonly type: 'refused'; readonly answer: TextAnswer };

export interface StreamExchange extends Exchange {
  readonly headers: IncomingHttpHeaders;
}

export interface StreamRoute {
  readonly methods: readonly string[];
  readonly path: string;
  target(exchange: StreamExchange): Promise<StreamTarget>;
}

const methods = ['GET', 'POST'];

/** What is asked for with a change of protocol. */
export const streamRoutes: readonly StreamRoute[] = [
  { methods, path: '/exec/{namespace}/{pod}/{container}', target: execTarget },
  { methods, path: '/exec/{namespace}/{pod}/{uid}/{container}', target: execTarget },
  { methods, path: '/attach/{namespace}/{pod}/{container}', target: attachTarget },
  { methods, path: '/attach/{namespace}/{pod}/{uid}/{container}', target: attachTarget },
  { methods, path: '/portForward/{namespace}/{pod}', target: portForwardTarget },
  { methods, path: '/portForward/{namespace}/{pod}/{uid}', target: portForwardTarget },
];

async function execTarget({ view, names, url, signal }: StreamExchange): Promise<StreamTarget> {
  const streams = streamsOf(url.searchParams);
  if (!streams) return noStreams;
  const pod = findPod(view, names);
  if (!pod) return noPod;
  const name = names['container'] ?? '';
  const container = runningContainer(view, pod, name);
  if (!container) return refused(500, `container not found ("${name}")`);
  const command = url.searchParams.getAll('command');
  return await fromRuntime(view.runtime, ({ containers }) => containers.executeUrl(container.id, command, streams, { signal }));
}

async function attachTarget({ view, names, url, signal }: StreamExchange): Promise<StreamTarget> {
  const streams = streamsOf(url.searchParams);
  if (!streams) return noStreams;
  const pod = findPod(view, names);
  if (!pod) return noPod;
  const name = names['container'] ?? '';
  const { namespace = '' } = pod.metadata;
  const container = runningContainer(view, pod, name);
  if (!container) return refused(500, `container ${name} not found in pod ${pod.metadata.name}_${namespace}`);
  // Whether its process has a terminal was decided when it was started.
  const tty = containerNamed(pod.spec, name)?.tty ?? false;
  return await fromRuntime(view.runtime, ({ containers }) => containers.attachUrl(container.id, { ...streams, tty }, { signal }));
}

async function portForwardTarget({ view, names, url, headers, signal }: StreamExchange): Promise<StreamTarget> {
  const ports = isWebSocket(headers) ? portsOf(url.searchParams) : { ports: [] };
  if ('problem' in ports) return refused(400, ports.problem);
  if (!findPod(view, { namespace: names['namespace'] ?? '', pod: names['pod'] ?? '' })) return noPod;
  const pod = findPod(view, names);
  if (!pod) return refused(404, 'pod not found');
  const observation = view.pods.observation(pod.metadata.uid);
  const sandbox = observation && readySandbox(observation);
  if (!sandbox) return refused(500, `pod not found ("${pod.metadata.name}_${pod.metadata.namespace ?? ''}")`);
  return await fromRuntime(view.runtime, ({ sandboxes }) => sandboxes.portForwardUrl(sandbox.id, ports.ports, { signal }));
}

const refused = (status: number, message: string): StreamTarget => ({ type: 'refused', answer: textAnswer(status, message) });
const noPod = refused(404, 'pod does not exist');
const noStreams = refused(400, 'you must specify at least 1 of stdin, stdout, stderr');

export function streamsOf(query: URLSearchParams): StreamOptions | undefined {
  const asks = (name: string) => query.get(name) === '1' || query.get(name) === 'true';
  const tty = asks('tty');
  // A terminal has one output.
  const streams = { tty, stdin: asks('input'), stdout: asks('output'), stderr: asks('error') && !tty };
  return streams.stdin || streams.stdout || streams.stderr ? streams : undefined;
}

const isWebSocket = ({ upgrade = '' }: IncomingHttpHeaders): boolean => upgrade.toLowerCase() === 'websocket';

/** Unlike others, clients that speak WebSocket must say the ports beforehand. */
export function portsOf(query: URLSearchParams): { readonly ports: readonly number[] } | { readonly problem: string } {
  const given = query.getAll('port');
  if (given.length === 0) return { problem: 'query parameter "port" is required' };
  if (given.includes('')) return { problem: 'query parameter "port" cannot be empty' };
  const texts = given.flatMap((list) => list.split(','));
  const wrong = texts.find((text) => !/^\d+$/.test(text) || Number(text) < 1 || Number(text) > 65_535);
  if (wrong !== undefined) return { problem: Number(wrong) === 0 ? `port "${wrong}" must be > 0` : `unable to parse "${wrong}" as a port` };
  return { ports: texts.map(Number) };
}

async function fromRuntime(runtime: ContainerRuntime, ask: (runtime: ContainerRuntime) => Promise<string>): Promise<StreamTarget> {
  try {
    return { type: 'target', url: new URL(await ask(runtime)) };
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    if (error.code === 'NotFound') return refused(404, error.message);
    if (error.code !== 'ResourceExhausted') return refused(500, error.message);
    return { type: 'refused', answer: { ...textAnswer(429, error.message), headers: { 'Retry-After': '60' } } };
  }
}
