import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Container } from '../../kinds/core/pod/container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { containerNamed } from '../containers/every-container.ts';
import type { PodEvents } from '../events/pod-events.ts';
import type { KillReason } from '../plan/pod-plan.ts';
import type { ObservedContainer } from '../pleg/observation.ts';
import type { PodObserver } from '../pleg/pod-observer.ts';
import type { ContainerRuntime } from '../runtime/runtime.ts';
import { graceSeconds, leastGraceSeconds } from './grace-period.ts';
import { runHook } from './hooks.ts';

export interface StopParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly events: PodEvents;
  readonly runtime: ContainerRuntime;
  readonly observer: PodObserver;
}

export interface StopOptions {
  /** Empty for the usual words. */
  readonly message: string;
  readonly reason: KillReason;
  readonly podIp: string;
  /** In place of what pod and probes say. */
  readonly graceOverrideSeconds?: number | undefined;
  /** Resolves when it is this container's turn. */
  readonly turn?: Promise<unknown> | undefined;
  readonly signal: AbortSignal;
}

/** Lets a container do what it wants done before its end, then asks it to end, then ends it, all within its grace period. */
export async function stopContainer(pod: Pod, observed: ObservedContainer, options: StopOptions, parts: StopParts): Promise<void> {
  const { message, reason, turn, signal, graceOverrideSeconds } = options;
  const { clock, events, runtime, observer } = parts;
  const container = containerNamed(pod.spec, observed.name);
  events.tell(pod, 'Killing', message || `Stopping container ${observed.name}`, { name: observed.name });
  const grace = graceOverrideSeconds ?? graceSeconds(pod, container, reason);
  const deadlineMs = clock.now() + grace * 1000;
  if (container?.lifecycle?.preStop && grace > 0) await preStop(pod, container, observed, { ...options, deadlineMs }, parts);
  if (turn && clock.now() < deadlineMs) await untilDeadline(turn, deadlineMs, { clock, signal });
  signal.throwIfAborted();
  const left = Math.floor((deadlineMs - clock.now()) / 1000);
  await runtime.containers.stop(observed.id, { graceSeconds: Math.max(left, leastGraceSeconds), signal });
  await observer.containerChanged(observed.id, observed.sandboxId);
}

async function preStop(
  pod: Pod,
  container: Container,
  observed: ObservedContainer,
  { deadlineMs, podIp, signal }: StopOptions & { readonly deadlineMs: number },
  { clock, log, events, runtime }: StopParts,
): Promise<void> {
  const handler = container.lifecycle?.preStop;
  if (!handler || observed.state !== 'Running') return;
  const late = new AbortController();
  const target = { pod, container, containerId: observed.id, podIp };
  const hook = runHook(handler, target, { containers: runtime.containers, clock, signal: AbortSignal.any([signal, late.signal]) });
  const told = hook.catch((error: unknown) => {
    if (late.signal.aborted || signal.aborted) return;
    // What the hook said may hold secrets, so users are only told that it failed.
    log.warn(
      { err: error, pod: pod.metadata.name, namespace: pod.metadata.namespace, container: container.name },
      'a pre-stop hook failed',
    );
    events.warn(pod, 'FailedPreStopHook', 'PreStopHook failed', container);
  });
  await untilDeadline(told, deadlineMs, { clock, signal });
  late.abort();
}

async function untilDeadline(
  work: Promise<unknown>,
  deadlineMs: number,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  const done = new AbortController();
  await Promise.race([work, clock.sleep(Math.max(0, deadlineMs - clock.now()), AbortSignal.any([signal, done.signal]))]);
  done.abort();
}
