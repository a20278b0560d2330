import type { Clock } from '../../base/clock.ts';
import type { Container } from '../../kinds/core/pod/container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { defaultPullPolicy, imageTag } from '../../kinds/core/pod/image-tag.ts';
import { Backoff } from '../backoff/backoff.ts';
import { goDuration } from '../containers/go-duration.ts';
import { StartError } from '../containers/start-error.ts';
import type { PodEvents } from '../events/pod-events.ts';
import type { Image, ImageReference } from '../runtime/image.ts';
import type { Images } from '../runtime/runtime.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import type { SandboxConfig } from '../runtime/sandbox.ts';
import type { RegistryKeyring } from './registry-keyring.ts';
import { Turnstile } from '../turnstile.ts';

export interface ImagePullerOptions {
  readonly images: Images;
  readonly clock: Clock;
  readonly events: PodEvents;
  /** How many pulls may run at once. Default 5. */
  readonly parallelPulls?: number | undefined;
}

export interface EnsureOptions {
  readonly keyring: () => Promise<RegistryKeyring>;
  readonly sandbox?: SandboxConfig | undefined;
  readonly signal: AbortSignal;
}

/** Makes sure that the images of containers are on the node. */
export class ImagePuller {
  readonly #options: ImagePullerOptions;
  readonly #backoff = new Backoff({ firstMs: 10_000, maxMs: 300_000 });
  readonly #failures = new Map<string, string>();
  readonly #turnstile: Turnstile;

  constructor(options: ImagePullerOptions) {
    this.#options = options;
    this.#turnstile = new Turnstile({ places: options.parallelPulls ?? 5 });
  }

  /** Throws StartError with the reasons and messages upstream has. */
  async ensure(pod: Pod, container: Container, options: EnsureOptions): Promise<Image> {
    const { events } = this.#options;
    const { image = '', imagePullPolicy: policy = defaultPullPolicy(image) } = container;
    if (!isWellFormed(image)) {
      const message = `Failed to apply default image tag ${quoted(image)}: couldn't parse image name ${quoted(image)}: invalid reference format`;
      events.warn(pod, 'InspectFailed', message, container);
      throw new StartError('InvalidImageName', message);
    }
    const reference: ImageReference = { image: withTag(image), annotations: pod.metadata.annotations };
    if (policy === 'Always') return await this.#pull(pod, container, reference, options);

    const present = await this.#inspect(pod, container, reference);
    if (present) {
      events.tell(pod, 'Pulled', `Container image ${quoted(image)} already present on machine`, container);
      return present;
    }
    if (policy === 'Never') {
      const message = `Container image ${quoted(image)} is not present with pull policy of Never`;
      events.warn(pod, 'ErrImageNeverPull', message, container);
      throw new StartError('ErrImageNeverPull', message);
    }
    return await this.#pull(pod, container, reference, options);
  }

  async #inspect(pod: Pod, container: Container, reference: ImageReference): Promise<Image | undefined> {
    try {
      return await this.#options.images.status(reference);
    } catch (cause) {
      const message = `Failed to inspect image "": ${textOf(cause)}`;
      this.#options.events.warn(pod, 'InspectFailed', message, container);
      throw new StartError('ImageInspectError', message, { cause });
    }
  }

  async #pull(pod: Pod, container: Container, reference: ImageReference, options: EnsureOptions): Promise<Image> {
    const { clock, events } = this.#options;
    const { image = '' } = container;
    const key = `${pod.metadata.uid}_${image}`;
    const retryAtMs = this.#backoff.waitUntilMs(key, clock.now());
    if (retryAtMs !== undefined) {
      const message = `Back-off pulling image ${quoted(image)}`;
      events.tell(pod, 'BackOff', message, container);
      const failure = this.#failures.get(key);
      throw new StartError('ImagePullBackOff', failure ? `${message}: ${failure}` : message, { retryAtMs });
    }
    this.#failures.delete(key);
    events.tell(pod, 'Pulling', `Pulling image ${quoted(image)}`, container);
    const askedMs = clock.now();
    try {
      const { pulled, startedMs } = await this.#turnstile.pass(async () => ({
        startedMs: clock.now(),
        pulled: await this.#pullNow(reference, options),
      }));
      const nowMs = clock.now();
      const took = `${goDuration(nowMs - startedMs)} (${goDuration(nowMs - askedMs)} including waiting)`;
      const message = `Successfully pulled image ${quoted(image)} in ${took}. Image size: ${pulled.sizeBytes} bytes.`;
      events.tell(pod, 'Pulled', message, container);
      return pulled;
    } catch (cause) {
      options.signal.throwIfAborted();
      const text = textOf(cause);
      events.warn(pod, 'Failed', `Failed to pull image ${quoted(image)}: ${text}`, container);
      this.#backoff.next(key, { eventMs: clock.now(), nowMs: clock.now() });
      this.#backoff.sweep(clock.now());
      this.#failures.set(key, `ErrImagePull: ${text}`);
      // The next look comes before the next pull, and tells that it is waited for.
      throw new StartError('ErrImagePull', text, { cause });
    }
  }

  /** With each of the credentials in turn, until one does. */
  async #pullNow(reference: ImageReference, { keyring, sandbox, signal }: EnsureOptions): Promise<Image> {
    const { images } = this.#options;
    const candidates = (await keyring()).lookup(reference.image);
    const failures: unknown[] = [];
    for (const credentials of candidates.length > 0 ? candidates : [undefined]) {
      try {
        const id = await images.pull(reference, { credentials, sandbox, signal });
        const image = await images.status({ ...reference, image: id });
        if (!image) throw new RuntimeError('the image is gone right after it was pulled', { code: 'NotFound', operation: 'ImageStatus' });
        return image;
      } catch (error) {
        failures.push(error);
        if (signal.aborted) break;
      }
    }
    throw failures.length === 1 ? failures[0] : new AggregateError(failures, failures.map(textOf).join(', '));
  }
}

const isWellFormed = (image: string): boolean => imageTag(image) !== undefined || image.includes('@') || /^[a-f0-9]{64}$/.test(image);

const withTag = (image: string): string => {
  const tag = imageTag(image);
  return tag !== undefined && !image.includes('@') && !image.endsWith(`:${tag}`) ? `${image}:${tag}` : image;
};

const quoted = (text: string): string => JSON.stringify(text);

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
