import type { Pod } from '../../kinds/core/pod/index.ts';
import type { ObservedContainer, PodObservation } from '../pleg/observation.ts';
import { stopContainer, type StopParts } from './stop-container.ts';
import { stopsAfter } from './termination-order.ts';

export interface StopPodOptions {
  readonly podIp: string;
  readonly graceSeconds?: number | undefined;
  readonly signal: AbortSignal;
}

/** Stops all that runs of a pod, sidecars last, then its sandboxes. */
export async function stopPod(pod: Pod, observation: PodObservation, options: StopPodOptions, parts: StopParts): Promise<void> {
  await stopContainers(pod, observation, options, parts);
  await stopSandboxes(observation, options, parts);
}

const mayRun = ({ state }: ObservedContainer): boolean => state === 'Running' || state === 'Unknown';

async function stopContainers(
  pod: Pod,
  { containers }: PodObservation,
  { podIp, graceSeconds, signal }: StopPodOptions,
  parts: StopParts,
): Promise<void> {
  const running = containers.filter(mayRun);
  const order = stopsAfter(
    pod.spec,
    running.map(({ name }) => name),
  );
  const stopped = new Map<string, Promise<void>>();
  const stop = async (observed: ObservedContainer): Promise<void> => {
    // Those it has to wait for may be given to stop after it, so it looks for them only once all are under way.
    await Promise.resolve();
    const earlier = order.get(observed.name);
    const turn = earlier && Promise.allSettled(earlier.flatMap((name) => stopped.get(name) ?? []));
    await stopContainer(pod, observed, { message: '', reason: 'Unknown', podIp, graceOverrideSeconds: graceSeconds, turn, signal }, parts);
  };
  for (const observed of running) stopped.set(observed.name, stop(observed));
  await settled([...stopped.values()]);
}

/** Also those that broke down by themselves: their network has to be taken back all the same. */
async function stopSandboxes({ sandboxes }: PodObservation, { signal }: StopPodOptions, { runtime, observer }: StopParts): Promise<void> {
  await settled(
    sandboxes.map(async ({ id, state }) => {
      await runtime.sandboxes.stop(id, { signal });
      if (state === 'Ready') await observer.sandboxChanged(id);
    }),
  );
}

/** All are tried, and then the first failure counts. */
async function settled(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}
