import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Volume } from '../../kinds/core/pod/volume.ts';
import { usedVolumes } from './every-container.ts';
import { messageOf } from './failures.ts';
import type { NodeVolumesOptions } from './node-volumes.ts';
import { VolumeError, type MountedVolume } from './volume-manager.ts';
import { volumeTypes } from './every-volume-type.ts';

interface Options {
  readonly signal: AbortSignal;
}

/** The volumes of one pod. What is done to them is done one after the other. */
export class PodVolumes {
  readonly #options: NodeVolumesOptions;
  readonly #mounted = new Map<string, MountedVolume>();
  /** As it was when its volumes were set up last; undefined before, and once they are taken away. */
  #pod: Pod | undefined;
  #isRefreshWaiting = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: NodeVolumesOptions) {
    this.#options = options;
  }

  setUp(pod: Pod, options: Options): Promise<ReadonlyMap<string, MountedVolume>> {
    return this.#inTurn(async () => {
      this.#pod = pod;
      await this.#setUpAll(pod, { ...options, isRefresh: false });
      return new Map(this.#mounted);
    });
  }

  /** Brings contents up to date. What has not been set up yet is left to who needs it. */
  async refresh(options: Options): Promise<void> {
    // One that waits for its turn will see everything that has changed until then.
    if (this.#isRefreshWaiting) return;
    this.#isRefreshWaiting = true;
    await this.#inTurn(async () => {
      this.#isRefreshWaiting = false;
      if (this.#pod) await this.#setUpAll(this.#pod, { ...options, isRefresh: true });
    });
  }

  end(takeAway: () => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      this.#pod = undefined;
      this.#mounted.clear();
      await takeAway();
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return await turn;
  }

  /** Tries all, and throws what was wrong with the first that failed. */
  async #setUpAll(pod: Pod, { signal, isRefresh }: Options & { readonly isRefresh: boolean }): Promise<void> {
    const used = usedVolumes(pod.spec);
    const wanted = (pod.spec.volumes ?? []).filter(({ name }) => used.has(name) && (!isRefresh || this.#mounted.has(name)));
    const outcomes = await Promise.allSettled(wanted.map((volume) => this.#setUpOne(volume, pod, signal)));
    signal.throwIfAborted();
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #setUpOne(volume: Volume, pod: Pod, signal: AbortSignal): Promise<void> {
    const { directories, objects, tokens, node, clock } = this.#options;
    const { name } = volume;
    const { uid } = pod.metadata;
    const type = volumeTypes.find((each) => each.handles(volume));
    if (!type) {
      throw new VolumeError(`failed to get Plugin from volumeSpec for volume "${name}" err=no volume plugin matched`, { volume: name });
    }
    if (!type.isRefreshed && this.#mounted.has(name)) return;
    try {
      const directory = directories.volume(uid, type.name, name);
      const notes = directories.notes(uid, type.name, name);
      const mounted = await type.setUp(volume, { pod, directory, notes, objects, tokens, node, clock, signal });
      this.#mounted.set(name, { name, ...mounted });
    } catch (cause) {
      // In the words of upstream's events, space included.
      throw new VolumeError(`MountVolume.SetUp failed for volume "${name}" : ${messageOf(cause)}`, { volume: name, cause });
    }
  }
}
