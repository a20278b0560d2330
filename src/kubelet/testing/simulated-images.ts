import type { Image, ImageReference } from '../runtime/image.ts';
import type { Images } from '../runtime/runtime.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';

/** The images of a simulated runtime. */
export class SimulatedImages implements Images {
  readonly #images = new Map<string, Image>();
  readonly #note: (what: string, name: string) => void;
  /** Those that can be pulled. */
  readonly registry = new Set<string>();

  constructor({ note }: { readonly note: (what: string, name: string) => void }) {
    this.#note = note;
  }

  add(name: string, image: Partial<Image> = {}): void {
    const id = `sha256:${name}`;
    this.#images.set(id, { id, tags: [name], digests: [`${name}@sha256:0`], sizeBytes: 1000, userName: '', pinned: false, ...image });
  }

  /** By id or name. */
  find(image: string): Image | undefined {
    return this.#images.get(image) ?? [...this.#images.values()].find(({ tags }) => tags.includes(image));
  }

  async pull({ image }: ImageReference): Promise<string> {
    this.#note('pull', image);
    if (!this.registry.has(image)) throw new RuntimeError(`${image}: not found`, { code: 'NotFound', operation: 'PullImage' });
    this.add(image);
    return `sha256:${image}`;
  }

  status = async ({ image }: ImageReference): Promise<Image | undefined> => this.find(image);
  list = async (): Promise<readonly Image[]> => [...this.#images.values()];
  remove = async ({ image }: ImageReference): Promise<void> => void this.#images.delete(image);
  filesystems = async () => ({ images: [], containers: [] });
}
