import { statfs } from 'node:fs/promises';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { EventRecorder, EventTarget } from '../../client/events/event-recorder.ts';
import type { PodObserver } from '../pleg/pod-observer.ts';
import type { Image } from '../runtime/image.ts';
import type { Images } from '../runtime/runtime.ts';
import { bytesToFree, inOrderOfRemoval, type ImageRecord, type ImageThresholds } from './image-thresholds.ts';

export interface ImageCollectorOptions {
  readonly images: Images;
  readonly observer: PodObserver;
  readonly clock: Clock;
  readonly log: Log;
  readonly recorder: EventRecorder;
  readonly node: EventTarget;
  readonly thresholds: ImageThresholds;
}

const listPeriodMs = 30_000;
const collectPeriodMs = 300_000;

/** Knows the images of the node and removes those nobody uses when the disk fills up. */
export class ImageCollector {
  readonly #options: ImageCollectorOptions;
  readonly #records = new Map<string, ImageRecord>();
  #images: readonly Image[] = [];

  constructor(options: ImageCollectorOptions) {
    this.#options = options;
  }

  /** As listed last. */
  get images(): readonly Image[] {
    return this.#images;
  }

  /** Where the runtime keeps them, once it has said. */
  async directory(signal: AbortSignal): Promise<string | undefined> {
    const { images } = await this.#options.images.filesystems({ signal });
    return images[0]?.mountPoint || undefined;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    let nextCollectionMs = clock.now() + collectPeriodMs;
    while (!signal.aborted) {
      try {
        await this.#look(signal);
        if (clock.now() >= nextCollectionMs) {
          nextCollectionMs = clock.now() + collectPeriodMs;
          await this.collect(signal);
        }
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'images could not be looked after');
      }
      await clock.sleep(listPeriodMs, signal);
    }
  }

  /** Frees what the thresholds ask for, least recently used images first. */
  async collect(signal: AbortSignal): Promise<void> {
    const { images, recorder, node, thresholds, clock, log } = this.#options;
    const directory = await this.directory(signal);
    if (directory === undefined) return;
    const { blocks, bavail, bsize } = await statfs(directory);
    const wanted = bytesToFree({ capacityBytes: blocks * bsize, availableBytes: bavail * bsize }, thresholds);
    let freed = 0;
    for (const { id, sizeBytes } of inOrderOfRemoval([...this.#records.values()], thresholds, clock.now())) {
      if (freed >= wanted) return;
      log.info({ image: id, sizeBytes }, 'removing an image to free space');
      await images.remove({ image: id }, { signal });
      this.#records.delete(id);
      freed += sizeBytes;
    }
    if (freed >= wanted) return;
    const used = 100 - Math.trunc((bavail * 100) / blocks);
    const message = `Insufficient free disk space on the node's image filesystem (${used}% of ${blocks * bsize} bytes used). Failed to free sufficient space by deleting unused images (freed ${freed} bytes). Investigate disk usage, as it could be used by active images, logs, volumes, or other data.`;
    recorder.event(node, { type: 'Warning', reason: 'FreeDiskSpaceFailed', message });
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { images, observer, clock } = this.#options;
    this.#images = await images.list({ signal });
    const used = new Set<string>();
    for (const { imageId, imageRef, mounts } of observer.all().flatMap((pod) => pod.containers)) {
      used.add(imageId || imageRef);
      used.add(imageRef);
      for (const { image } of mounts) if (image) used.add(image.image);
    }
    const nowMs = clock.now();
    const present = new Set(this.#images.map(({ id }) => id));
    for (const id of this.#records.keys()) if (!present.has(id)) this.#records.delete(id);
    for (const { id, sizeBytes, pinned, digests } of this.#images) {
      const known = this.#records.get(id);
      const inUse = used.has(id) || digests.some((digest) => used.has(digest));
      const lastUsedMs = inUse ? nowMs : (known?.lastUsedMs ?? 0);
      this.#records.set(id, { id, sizeBytes, pinned, inUse, firstSeenMs: known?.firstSeenMs ?? nowMs, lastUsedMs });
    }
  }
}
