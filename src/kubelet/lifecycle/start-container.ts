import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Container } from '../../kinds/core/pod/container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { containerConfig } from '../containers/container-config.ts';
import { writeHostsFile } from '../containers/hosts-file.ts';
import { podTitle } from '../containers/pod-name.ts';
import { goDuration } from '../containers/go-duration.ts';
import { StartError } from '../containers/start-error.ts';
import { latestContainer, type PodObservation } from '../pleg/observation.ts';
import type { ContainerConfig, Mount } from '../runtime/container.ts';
import type { Image } from '../runtime/image.ts';
import type { SandboxConfig } from '../runtime/sandbox.ts';
import type { UserNamespace } from '../runtime/security.ts';
import type { ContainerMounts, MountedVolume } from '../volumes/volume-manager.ts';
import { containerLogDirectory, podDirectory, restartsByLogs, terminationLog } from './directories.ts';
import { runHook } from './hooks.ts';
import type { PodParts } from './parts.ts';
import { stopContainer } from './stop-container.ts';

export interface StartContext {
  readonly sandboxId: string;
  readonly sandbox: SandboxConfig;
  readonly podIps: readonly string[];
  readonly volumes: ReadonlyMap<string, MountedVolume>;
  readonly user: UserNamespace | undefined;
  readonly observation: PodObservation;
  /** Sees to it that the image is there; throws StartError. */
  readonly image: () => Promise<Image>;
  /** The same for an image that is mounted as a volume. */
  readonly mountedImage: (container: Container) => Promise<Image>;
  readonly signal: AbortSignal;
}

/** Makes and starts a container, and runs what its author wants done then. Throws StartError. */
export async function startContainer(pod: Pod, container: Container, context: StartContext, parts: PodParts): Promise<void> {
  const { sandboxId, sandbox, observation, signal } = context;
  const { events, runtime, observer, starts } = parts;
  waitAfterCrash(pod, container, observation, parts);
  const image = await context.image().catch((error: unknown) => {
    if (error instanceof StartError) events.warn(pod, 'Failed', `Error: ${error.reason}`, container);
    throw error;
  });
  signal.throwIfAborted();

  const config = await describe(pod, container, image, context, parts).catch((cause: unknown) => {
    signal.throwIfAborted();
    if (cause instanceof StartError) throw cause;
    throw failure('CreateContainerConfigError', cause, { pod, container, id: '' }, parts);
  });
  signal.throwIfAborted();
  const id = await starts
    .pass(() => runtime.containers.create(sandboxId, config, sandbox), { hurry: true })
    .catch((cause: unknown) => {
      throw failure('CreateContainerError', cause, { pod, container, id: '' }, parts);
    });
  events.tell(pod, 'Created', 'Container created', container);
  try {
    await starts.pass(() => runtime.containers.start(id), { hurry: true });
  } catch (cause) {
    const error = failure('RunContainerError', cause, { pod, container, id }, parts);
    // The runtime may count it as one that has run and failed.
    await observer.containerChanged(id, sandboxId);
    throw error;
  }
  events.tell(pod, 'Started', 'Container started', container);
  await observer.containerChanged(id, sandboxId);
  await linkLog(pod, container, { id, config, sandbox }, parts);
  await postStart(pod, container, id, context, parts);
}

/** A container that keeps ending is started again later each time. */
function waitAfterCrash(pod: Pod, container: Container, observation: PodObservation, { crashes, clock, events }: PodParts): void {
  const ended = observation.containers.find(({ name, state }) => name === container.name && state === 'Exited');
  if (!ended) return;
  const endedMs = Number(ended.finishedAtNs / 1_000_000n);
  const key = crashKey(pod, container);
  const delayMs = crashes.delayMs(key, endedMs);
  if (delayMs === undefined || clock.now() >= endedMs + delayMs) {
    crashes.next(key, { eventMs: endedMs, nowMs: clock.now() });
    return;
  }
  events.warn(pod, 'BackOff', `Back-off restarting failed container ${container.name} in pod ${podTitle(pod)}`, container);
  const message = `back-off ${goDuration(delayMs)} restarting failed container=${container.name} pod=${podTitle(pod)}`;
  throw new StartError('CrashLoopBackOff', message, { retryAtMs: endedMs + delayMs });
}

/** A container that is changed gets a new chance. */
const crashKey = ({ metadata }: Pod, { name, image, resources }: Container): string =>
  JSON.stringify([metadata.uid, name, image, resources]);

async function describe(pod: Pod, container: Container, image: Image, context: StartContext, parts: PodParts): Promise<ContainerConfig> {
  const { podIps, volumes, user, observation, signal } = context;
  const { settings } = parts;
  const before = latestContainer(observation, container.name);
  const restartCount = before ? before.restartCount + 1 : await restartsByLogs(pod, container.name, settings);
  const targetContainerId = targetOf(pod, container, observation);
  const environment = await parts.environment.of(pod, container, { podIps, volumes, signal });
  const mounts = await withImages(pod, container, await parts.volumes.mountsFor(pod, container, { volumes, environment, signal }), context);
  const ownMounts = await mountsOfOwn(pod, container, { podIps, taken: mounts.mounts }, parts);
  await mkdir(containerLogDirectory(pod, container.name, settings), { recursive: true, mode: 0o755 });
  const imageUser = { uid: image.uid ?? (image.userName ? undefined : 0), userName: image.userName };
  return containerConfig(container, pod, {
    restartCount,
    imageId: image.id,
    environment,
    volumes: mounts,
    ownMounts,
    security: { ...settings.security, imageUser, user, targetContainerId },
    resources: settings.resources,
  });
}

/** Images that are mounted have to be there as well, and are known to the runtime by their ids. */
async function withImages(
  pod: Pod,
  container: Container,
  found: ContainerMounts,
  { mountedImage }: StartContext,
): Promise<ContainerMounts> {
  const mounts = found.mounts.map(async (mount) => {
    if (!mount.image) return mount;
    const reference = mount.image.image;
    const volume = pod.spec.volumes?.find(({ image }) => image?.reference === reference);
    const { id } = await mountedImage({
      name: container.name,
      image: reference,
      ...(volume?.image?.pullPolicy && { imagePullPolicy: volume.image.pullPolicy }),
    });
    return { ...mount, image: { ...mount.image, image: id } };
  });
  return { ...found, mounts: await Promise.all(mounts) };
}

function targetOf({ spec }: Pod, { name }: Container, observation: PodObservation): string | undefined {
  const target = spec.ephemeralContainers?.find((container) => container.name === name)?.targetContainerName;
  if (!target) return undefined;
  const observed = latestContainer(observation, target);
  if (observed?.state !== 'Running') throw new Error(`unable to find target container ${JSON.stringify(target)}`);
  return observed.id;
}

/** The hosts file of the pod, unless the pod brings its own, and the file for the container's last words. */
async function mountsOfOwn(
  pod: Pod,
  container: Container,
  { podIps, taken }: { readonly podIps: readonly string[]; readonly taken: readonly Mount[] },
  { settings }: PodParts,
): Promise<readonly Mount[]> {
  const own: Mount[] = [];
  const hasHosts = taken.some(({ containerPath }) => containerPath === '/etc/hosts');
  if (!hasHosts && (podIps.length > 0 || pod.spec.hostNetwork)) {
    const path = join(podDirectory(settings, pod.metadata.uid), 'etc-hosts');
    await writeHostsFile(pod, { path, podIps, clusterDomain: settings.clusterDomain });
    own.push({ containerPath: '/etc/hosts', hostPath: path });
  }
  const { terminationMessagePath } = container;
  if (terminationMessagePath) {
    const containerPath = terminationMessagePath.startsWith('/') ? terminationMessagePath : `/${terminationMessagePath}`;
    own.push({ containerPath, hostPath: await terminationLog(pod, container.name, settings) });
  }
  return own;
}

/** Where log collectors look: one link for each container, named after all that identifies it. */
async function linkLog(
  { metadata: { name, namespace = '' } }: Pod,
  container: Container,
  { id, config, sandbox }: { readonly id: string; readonly config: ContainerConfig; readonly sandbox: SandboxConfig },
  { settings: { logLinks }, log }: PodParts,
): Promise<void> {
  if (logLinks === undefined || !sandbox.logDirectory || !config.logPath) return;
  const link = join(logLinks, `${name}_${namespace}_${container.name}-${id}.log`);
  await symlink(join(sandbox.logDirectory, config.logPath), link).catch((error: unknown) => {
    log.debug({ err: error, link }, 'a link to a log could not be made');
  });
}

async function postStart(pod: Pod, container: Container, id: string, context: StartContext, parts: PodParts): Promise<void> {
  const handler = container.lifecycle?.postStart;
  if (!handler) return;
  const { runtime, clock, events, observer } = parts;
  const { signal, podIps } = context;
  const [podIp = ''] = podIps;
  try {
    await runHook(handler, { pod, container, containerId: id, podIp }, { containers: runtime.containers, clock, signal });
  } catch (cause) {
    signal.throwIfAborted();
    // What the hook said may hold secrets, so the event only says that it failed.
    events.warn(pod, 'FailedPostStartHook', 'PostStartHook failed', container);
    const observed = observer.get(pod.metadata.uid)?.containers.find((candidate) => candidate.id === id);
    if (observed) {
      await stopContainer(pod, observed, { message: 'FailedPostStartHook', reason: 'FailedPostStartHook', podIp, signal }, parts);
    }
    throw new StartError('PostStartHookError', cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function failure(
  reason: string,
  cause: unknown,
  { pod, container, id }: { readonly pod: Pod; readonly container: Container; readonly id: string },
  { events }: PodParts,
): StartError {
  const message = cause instanceof Error ? cause.message : String(cause);
  // With the id in it, no two events would be alike.
  events.warn(pod, 'Failed', `Error: ${id ? message.replaceAll(id, container.name) : message}`, container);
  return new StartError(reason, message, { cause });
}
