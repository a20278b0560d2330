import type { Clock } from '../../base/clock.ts';
import type { Container } from '../../kinds/core/pod/container.ts';
import type { LifecycleHandler } from '../../kinds/core/pod/handler.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { podTitle } from '../containers/pod-name.ts';
import { fetchOnce, httpGet } from '../probes/http-get.ts';
import { probeTcp } from '../probes/tcp-probe.ts';
import type { Containers } from '../runtime/runtime.ts';

export interface HookTarget {
  readonly pod: Pod;
  readonly container: Container;
  readonly containerId: string;
  readonly podIp: string;
}

export interface HookMeans {
  readonly containers: Containers;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const userAgent = 'kube-lifecycle/1.36';

/** Runs what a container's author wants done after its start or before its end. Throws with the message upstream has. */
export async function runHook(handler: LifecycleHandler, target: HookTarget, means: HookMeans): Promise<void> {
  const { container, pod } = target;
  const where = `for Container ${JSON.stringify(container.name)} in Pod ${JSON.stringify(podTitle(pod))} failed - error:`;
  if (handler.exec) {
    const command = handler.exec.command ?? [];
    const { failure, output } = await runCommand(command, target, means);
    if (failure === undefined) return;
    throw new Error(`Exec lifecycle hook ([${command.join(' ')}]) ${where} ${failure}, message: ${JSON.stringify(output)}`);
  }
  if (handler.httpGet) {
    const { path = '' } = handler.httpGet;
    await get(handler.httpGet, target, means).catch((cause: unknown) => {
      throw new Error(`HTTP lifecycle hook (${path}) ${where} ${textOf(cause)}`, { cause });
    });
    return;
  }
  if (handler.sleep) {
    await means.clock.sleep(handler.sleep.seconds * 1000, means.signal);
    if (means.signal.aborted) {
      throw new Error(`Sleep lifecycle hook (${handler.sleep.seconds}) ${where} container terminated before sleep hook finished`);
    }
    return;
  }
  if (!handler.tcpSocket) throw new Error('Cannot run handler: invalid handler');
  // Deprecated and, as upstream, without effect beyond being tried.
  await probeTcp({ host: handler.tcpSocket.host || target.podIp, port: Number(handler.tcpSocket.port) }, means.signal);
}

async function runCommand(
  command: readonly string[],
  { containerId }: HookTarget,
  { containers, signal }: HookMeans,
): Promise<{ readonly failure: string | undefined; readonly output: string }> {
  try {
    const { exitCode, stdout, stderr } = await containers.execute(containerId, command, { signal });
    const output = Buffer.concat([stdout, stderr]).toString();
    if (exitCode === 0) return { failure: undefined, output };
    return { failure: `command '${command.join(' ')}' exited with ${exitCode}: ${Buffer.from(stderr).toString()}`, output };
  } catch (error) {
    return { failure: textOf(error), output: '' };
  }
}

/** Any answer will do; a server that does not speak TLS is asked again without. */
async function get(
  action: NonNullable<LifecycleHandler['httpGet']>,
  { container, podIp }: HookTarget,
  { signal }: HookMeans,
): Promise<void> {
  const request = httpGet(action, container, { podIp, userAgent });
  try {
    await fetchOnce(request, signal);
  } catch (error) {
    const notTls = request.url.protocol === 'https:' && error instanceof Error && 'code' in error && error.code === 'EPROTO';
    if (!notTls && !/wrong version number/i.test(textOf(error))) throw error;
    const url = new URL(request.url);
    url.protocol = 'http:';
    const { authorization: _, ...headers } = request.headers;
    await fetchOnce({ url, headers }, signal);
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
