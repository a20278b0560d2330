import type { Pod } from '../../../kinds/core/pod/index.ts';
import { containerNamed } from '../../containers/every-container.ts';
import { textAnswer, type Answer } from '../../../runtime/serving/answer.ts';
import type { Exchange } from '../exchange.ts';
import type { KubeletView } from '../kubelet-view.ts';
import { containerOfLog } from '../logs/container-of-log.ts';
import { LogFile } from '../logs/log-file.ts';
import { logOptions, type LogOptions } from '../logs/log-options.ts';
import { readLog } from '../logs/read-log.ts';
import { findPod } from './find-container.ts';

/** `/containerLogs`: what a container has written, and goes on to write when it is followed. */
export async function logs(exchange: Exchange): Promise<Answer> {
  const { view, names, url, clock } = exchange;
  const asked = logOptions(url.searchParams, clock.now());
  if (asked.type === 'undecodable') return textAnswer(400, '{"message": "Unable to decode query."}');
  if (asked.type === 'invalid') return textAnswer(422, '{"message": "Invalid request."}');
  const pod = findPod(view, names);
  if (!pod) return textAnswer(404, `pod "${names['pod']}" does not exist`);
  const name = names['container'] ?? '';
  if (!containerNamed(pod.spec, name)) return textAnswer(404, `container "${name}" not found in pod "${pod.metadata.name}"`);
  const container = containerOfLog(pod, name, asked.options);
  if (container.type === 'none') return textAnswer(400, container.message);
  return await logOf(pod, container.containerId, { ...exchange, options: asked.options });
}

type LogExchange = Pick<Exchange, 'view' | 'signal' | 'clock'> & { readonly options: LogOptions };

async function logOf(pod: Pod, reference: string, { view, signal, clock, options }: LogExchange): Promise<Answer> {
  const containerId = reference.replace(/^[^:]*:\/\//, '');
  const observed = () => view.pods.observation(pod.metadata.uid)?.containers.find(({ id }) => id === containerId);
  const path = observed()?.logPath ?? (await logPathOf(containerId, view, signal));
  if (!path) return textAnswer(400, `unable to retrieve container logs for ${reference}`);
  let file: LogFile;
  try {
    file = await LogFile.open(path, options);
  } catch (error) {
    return textAnswer(400, `failed to try resolving symlinks in path "${path}": ${error instanceof Error ? error.message : String(error)}`);
  }
  const isRunning = () => observed()?.state === 'Running';
  return { status: 200, body: closing(file, readLog(file, { ...options, isRunning, clock, signal })) };
}

async function logPathOf(containerId: string, { runtime }: KubeletView, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await runtime.containers.status(containerId, { signal })).status.logPath;
  } catch {
    // Upstream tells no more than that either: the container has been taken away, or the runtime does not answer.
    return undefined;
  }
}

async function* closing(file: LogFile, parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  await using _file = file;
  yield* parts;
}
