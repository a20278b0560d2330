import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { jittered } from '../../base/random.ts';
import type { Container } from '../../kinds/core/pod/container.ts';
import type { EphemeralContainer } from '../../kinds/core/pod/ephemeral-container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { NodeFacts } from '../environment/node-facts.ts';
import type { PodObjects } from '../objects/pod-objects.ts';
import { containerMounts } from './container-mounts.ts';
import type { PodDirectories } from './layout.ts';
import { PodVolumes } from './pod-volumes.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';
import { podsIn, tearDown } from './tear-down.ts';
import type { ContainerMounts, MountedVolume, MountOptions, VolumeManager } from './volume-manager.ts';

export interface NodeVolumesOptions {
  readonly directories: PodDirectories;
  readonly tokens: ServiceAccountTokens;
  readonly objects: PodObjects;
  readonly node: NodeFacts;
  readonly supportsRecursiveReadOnly: (pod: Pod) => boolean;
  readonly log: Log;
  readonly clock: Clock;
}

/** Tokens are looked at so often; everything else is refreshed when it changes. */
const refreshMs = 60_000;

export class NodeVolumes implements VolumeManager {
  readonly #options: NodeVolumesOptions;
  readonly #pods = new Map<string, PodVolumes>();

  constructor(options: NodeVolumesOptions) {
    this.#options = options;
  }

  async setUp(pod: Pod, options: { readonly signal: AbortSignal }): Promise<ReadonlyMap<string, MountedVolume>> {
    const { uid } = pod.metadata;
    const volumes = this.#pods.get(uid) ?? new PodVolumes(this.#options);
    this.#pods.set(uid, volumes);
    return await volumes.setUp(pod, options);
  }

  async mountsFor(pod: Pod, container: Container | EphemeralContainer, options: MountOptions): Promise<ContainerMounts> {
    const { directories, supportsRecursiveReadOnly, log } = this.#options;
    return await containerMounts(pod, container, {
      ...options,
      directories,
      supportsRecursiveReadOnly: supportsRecursiveReadOnly(pod),
      log,
    });
  }

  async tearDown(podUid: string, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const { directories, objects, tokens } = this.#options;
    const takeAway = () => tearDown(directories.pod(podUid), { signal });
    const volumes = this.#pods.get(podUid);
    await (volumes ? volumes.end(takeAway) : takeAway());
    if (this.#pods.get(podUid) === volumes) this.#pods.delete(podUid);
    objects.release(podUid);
    tokens.release(podUid);
  }

  podUids(): Promise<readonly string[]> {
    return podsIn(this.#options.directories.pods);
  }

  volumesInUse(): readonly string[] {
    return [];
  }

  async run(signal: AbortSignal): Promise<void> {
    const { objects, clock, log } = this.#options;
    const refreshing = new Set<Promise<void>>();
    const refresh = (podUid: string, volumes: PodVolumes) => {
      const work = volumes
        .refresh({ signal })
        .catch((error: unknown) => {
          // What was there stays, and it is tried again.
          if (!signal.aborted) log.warn({ err: error, podUid }, 'volume could not be refreshed');
        })
        .finally(() => refreshing.delete(work));
      refreshing.add(work);
    };
    using _observed = objects.observe((podUid) => {
      const volumes = this.#pods.get(podUid);
      if (volumes && !signal.aborted) refresh(podUid, volumes);
    });
    while (!signal.aborted) {
      await clock.sleep(jittered(refreshMs, 0.5), signal);
      if (signal.aborted) break;
      for (const [podUid, volumes] of this.#pods) refresh(podUid, volumes);
    }
    await Promise.all(refreshing);
  }
}
