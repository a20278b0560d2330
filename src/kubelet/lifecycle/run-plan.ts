import type { Container } from '../../kinds/core/pod/container.ts';
import { isSidecar } from '../../kinds/core/pod/containers.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { StartError } from '../containers/start-error.ts';
import { keyringOf } from '../images/pull-secrets.ts';
import type { PodPlan } from '../plan/pod-plan.ts';
import { nothingObserved, readySandbox, type PodObservation } from '../pleg/observation.ts';
import type { Image } from '../runtime/image.ts';
import type { SandboxConfig } from '../runtime/sandbox.ts';
import type { StartFailure } from '../status/facts.ts';
import { inFamilyOrder } from '../status/pod-status.ts';
import type { MountedVolume } from '../volumes/volume-manager.ts';
import type { PodParts } from './parts.ts';
import { describeSandbox, sandboxUp } from './sandbox.ts';
import { startContainer, type StartContext } from './start-container.ts';
import { stopContainer } from './stop-container.ts';
import { stopPod } from './stop-pod.ts';

export interface PlanContext {
  readonly volumes: ReadonlyMap<string, MountedVolume>;
  /** Why containers could not be started; kept up to date, by name. */
  readonly startFailures: Map<string, StartFailure>;
  /** It runs with what the pod was promised. */
  readonly started: (container: Container) => void;
  /** Something is different now. */
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

export interface PlanResult {
  /** What went wrong with single containers. */
  readonly failures: readonly StartError[];
}

/** Does what the plan says, in its order. Throws when something failed that concerns the pod as a whole. */
export async function runPlan(pod: Pod, plan: PodPlan, context: PlanContext, parts: PodParts): Promise<PlanResult> {
  const { signal } = context;
  await stopWhatMustStop(pod, plan, context, parts);
  if (plan.killPod && !plan.sandbox.create) return { failures: [] };

  const handler = parts.handlers.for(pod);
  const user = await parts.users.for(pod, handler);
  const { create, attempt } = plan.sandbox;
  const sandbox = describeSandbox(pod, { attempt, user, warn: create }, parts);
  const starts = [...plan.startEphemeral, ...plan.startInit, ...plan.start];
  const images = new Map(starts.map((container) => [container.name, imageOf(pod, container, sandbox, context, parts)]));
  if (create) {
    if (parts.health.networkProblem !== undefined && !pod.spec.hostNetwork) throw networkNotReady(pod, parts);
    // Images are seen to while the sandbox comes up; who starts the container hears of failures.
    for (const image of images.values()) image().catch(() => {});
  }
  const sandboxId = create ? await sandboxUp(pod, sandbox, handler ?? parts.handlers.nameFor(pod), parts) : plan.sandbox.id;
  signal.throwIfAborted();
  if (sandboxId === undefined) return { failures: [] };
  context.changed();

  const observation = (): PodObservation => observationOf(pod, parts);
  const start = (container: Container): Promise<StartError | undefined> => {
    const found = observation();
    const starting: StartContext = {
      sandboxId,
      sandbox,
      user,
      observation: found,
      podIps: podIps(pod, found, parts),
      volumes: context.volumes,
      image: images.get(container.name) ?? imageOf(pod, container, sandbox, context, parts),
      mountedImage: (mounted) => imageOf(pod, mounted, sandbox, context, parts)(),
      signal,
    };
    return attemptStart(pod, container, starting, context, parts);
  };

  const failures: StartError[] = [];
  const note = (failure: StartError | undefined) => {
    if (failure) failures.push(failure);
    return failure !== undefined;
  };
  for (const container of plan.startEphemeral) note(await start(container));
  for (const container of plan.startInit) {
    // Without an init container the others must wait; a sidecar is tried again while they go on.
    if (note(await start(container)) && !isSidecar(container)) return { failures };
  }
  for (const container of plan.start) note(await start(container));
  return { failures };
}

async function attemptStart(
  pod: Pod,
  container: Container,
  starting: StartContext,
  { startFailures, started, changed, signal }: PlanContext,
  parts: PodParts,
): Promise<StartError | undefined> {
  try {
    await startContainer(pod, container, starting, parts);
    started(container);
    startFailures.delete(container.name);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof StartError)) throw error;
    startFailures.set(container.name, { reason: error.reason, message: error.message });
    return error;
  } finally {
    changed();
  }
}

async function stopWhatMustStop(pod: Pod, plan: PodPlan, { signal, changed }: PlanContext, parts: PodParts): Promise<void> {
  const { events, runtime, observer } = parts;
  const observation = observationOf(pod, parts);
  const [podIp = ''] = podIps(pod, observation, parts);
  if (plan.sandbox.create && plan.sandbox.id !== undefined) {
    events.tell(pod, 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
  }
  if (plan.killPod) {
    await stopPod(pod, observation, { podIp, signal }, parts);
    if (plan.sandbox.create) await removeInitContainers(pod, observation, parts);
    return;
  }
  for (const { container, message, reason } of plan.kill) await stopContainer(pod, container, { message, reason, podIp, signal }, parts);
  for (const container of plan.reset) {
    const stopping = { message: 'killing', reason: 'Unknown', podIp, graceOverrideSeconds: 0, signal } as const;
    if (container.state !== 'Exited') await stopContainer(pod, container, stopping, parts);
    await runtime.containers.remove(container.id);
    observer.removed(pod.metadata.uid, container.id);
  }
  if (plan.kill.length > 0 || plan.reset.length > 0) changed();
}

/** They run again from the beginning in a new sandbox, and must not look as if they had. */
async function removeInitContainers(
  { metadata, spec }: Pod,
  { containers }: PodObservation,
  { runtime, observer }: PodParts,
): Promise<void> {
  const names = (spec.initContainers ?? []).map(({ name }) => name);
  for (const { id } of containers.filter(({ name }) => names.includes(name))) {
    await runtime.containers.remove(id);
    observer.removed(metadata.uid, id);
  }
}

/** Asked once, whoever waits for the answer. */
function imageOf(pod: Pod, container: Container, sandbox: SandboxConfig, { signal }: PlanContext, parts: PodParts): () => Promise<Image> {
  let asked: Promise<Image> | undefined;
  const ensure = () =>
    (asked ??= parts.images.ensure(pod, container, { keyring: () => keyringOf(pod, { ...parts, signal }), sandbox, signal }));
  return ensure;
}

export const observationOf = ({ metadata: { uid, name, namespace = '' } }: Pod, { observer }: Pick<PodParts, 'observer'>): PodObservation =>
  observer.get(uid) ?? nothingObserved({ uid, name, namespace });

/** As found out, which the API server may not know yet. */
export function podIps(
  pod: Pod,
  observation: PodObservation,
  { settings, statuses }: Pick<PodParts, 'settings' | 'statuses'>,
): readonly string[] {
  const { nodeAddresses } = settings;
  if (pod.spec.hostNetwork) return nodeAddresses.slice(0, 2);
  const found = readySandbox(observation)?.ips ?? [];
  const known = found.length > 0 ? found : (statuses.get(pod.metadata.uid)?.podIPs ?? []).map(({ ip }) => ip);
  return inFamilyOrder(known, nodeAddresses[0]);
}

function networkNotReady(pod: Pod, { health, events }: PodParts): Error {
  const message = `network is not ready: ${health.networkProblem ?? ''}`;
  events.warn(pod, 'NetworkNotReady', message);
  return new Error(message);
}
