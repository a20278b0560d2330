import { jittered } from '../../base/random.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodStopped, isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import type { Ref } from '../../client/client.ts';
import { ApiError } from '../../model/errors.ts';
import type { New } from '../../model/kind.ts';
import { quantityValue } from '../../model/quantity.ts';
import { on, type Context } from '../../runtime/controller.ts';
import type { Work } from '../../runtime/work-queue.ts';
import { podsOfClaim } from '../pods/pods-by-claim.ts';
import { enterPhase } from './bind.ts';
import { fail } from './reclaim.ts';
import { unboundVolume } from './volume-plan.ts';

const namespace = 'default';
const prefix = 'recycler-for-';
const giga = 1024 ** 3;
const usedMs = 15_000;

/** A pod that scrubs a volume is a reason to look at the volume. */
export const wakenByRecycler = on(Pod, ({ metadata }) =>
  metadata.namespace === namespace && metadata.name.startsWith(prefix) ? [{ name: metadata.name.slice(prefix.length) }] : [],
);

/** Empties volumes by pods, so that they can be bound again. Deprecated by Kubernetes, which still does it. */
export class Recycling {
  /** The uid of the pod that scrubs each volume, by the volume's name. One that somebody else has started may be doing anything. */
  readonly #pods = new Map<string, string>();

  async recycle(volume: PersistentVolume, context: Context): Promise<Work | undefined> {
    const { cache, client, events } = context;
    const { name } = volume.metadata;
    const users = usersOf(volume, context);
    if (users.length > 0) {
      events.event(volume, { reason: 'VolumeFailedRecycle', message: `Volume is used by pods: ${users.join(',')}` });
      return { afterMs: jittered(usedMs) };
    }
    const wanted = recyclerPod(volume);
    if (!wanted) return this.#fail(volume, 'No recycler plugin found for the volume!', context);
    const ref = { namespace, name: wanted.metadata.name ?? '' };
    const pod = cache.get(Pod, ref);
    const known = this.#pods.get(name);
    if (known !== undefined && pod?.metadata.uid !== known)
      return this.#stop(volume, 'failed to recycle volume: recycler pod was deleted', context);
    if (!pod) {
      const created = await client.create(Pod, wanted);
      this.#pods.set(name, created.metadata.uid);
      return undefined;
    }
    if (known === undefined) {
      await removePod(ref, context);
      return this.#stop(volume, 'old recycler pod found, will retry later', context);
    }
    if (!isPodTerminal(pod)) return undefined;
    await removePod(ref, context);
    if (pod.status.phase === 'Failed') {
      return this.#stop(volume, `failed to recycle volume: ${pod.status.message || 'pod failed, pod.Status.Message unknown'}`, context);
    }
    this.forget(name);
    events.event(volume, { reason: 'VolumeRecycled', message: 'Volume recycled' });
    await unbind(volume, context);
    return undefined;
  }

  forget(volumeName: string): void {
    this.#pods.delete(volumeName);
  }

  async #stop(volume: PersistentVolume, problem: string, context: Context): Promise<Work> {
    this.forget(volume.metadata.name);
    return this.#fail(volume, `Recycle failed: ${problem}`, context);
  }

  #fail(volume: PersistentVolume, message: string, context: Context): Promise<Work> {
    return fail(volume, { reason: 'VolumeFailedRecycle', message }, context);
  }
}

/** Makes a volume nobody's. */
export async function unbind(volume: PersistentVolume, { client }: Context): Promise<void> {
  await enterPhase(await client.update(PersistentVolume, unboundVolume(volume)), { phase: 'Available' }, client);
}

/** Pods that have not ended and name the claim that is gone. */
function usersOf({ spec: { claimRef } }: PersistentVolume, { cache }: Context): readonly string[] {
  const claim = { name: claimRef?.name ?? '', namespace: claimRef?.namespace };
  if (cache.get(PersistentVolumeClaim, claim)) return [];
  const pods = podsOfClaim({ metadata: claim }, cache).filter((pod) => !isPodStopped(pod));
  return pods.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).toSorted();
}

async function removePod(ref: Ref, { client }: Context): Promise<void> {
  try {
    await client.delete(Pod, ref);
  } catch (error) {
    if (!ApiError.is(error, 'NotFound')) throw error;
  }
}

/** The pod that empties a volume; none for kinds of volumes that cannot be emptied. */
export function recyclerPod({ metadata, spec }: PersistentVolume): New<Pod> | undefined {
  const { hostPath, nfs } = spec;
  if (!hostPath && !nfs) return undefined;
  const size = Math.floor(quantityValue(spec.capacity?.['storage'] ?? '0') / giga);
  const source = hostPath ? { hostPath: { path: hostPath.path } } : { nfs: { server: nfs?.server ?? '', path: nfs?.path ?? '' } };
  return {
    metadata: { name: `${prefix}${metadata.name}`, namespace },
    spec: {
      activeDeadlineSeconds: Math.max(hostPath ? 60 : 300, size * 30),
      restartPolicy: 'Never',
      volumes: [{ name: 'vol', ...source }],
      containers: [
        {
          name: 'pv-recycler',
          image: 'registry.k8s.io/build-image/debian-base:bookworm-v1.0.6',
          command: ['/bin/sh'],
          args: ['-c', 'test -e /scrub && find /scrub -mindepth 1 -delete && test -z "$(ls -A /scrub)" || exit 1'],
          volumeMounts: [{ name: 'vol', mountPath: '/scrub' }],
        },
      ],
    },
  };
}
