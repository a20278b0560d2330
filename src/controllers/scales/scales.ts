import type { Scale } from '../../kinds/autoscaling/scale.ts';
import { ApiError } from '../../model/errors.ts';
import { ServedResources, type Asking, type TypeOf } from './served-resources.ts';

/** Something that may have a size. */
export interface Scaled extends TypeOf {
  readonly name: string;
  readonly namespace: string;
}

/** Sizes of objects of any kind, by the subresource `scale`, custom resources included. */
export class Scales {
  readonly #resources = new ServedResources();

  /** Undefined where there is no such object. Throws where its kind is unknown or has no size. */
  async get(scaled: Scaled, asking: Asking): Promise<Scale | undefined> {
    try {
      return await asking.client.request<Scale>({ method: 'GET', path: await this.#path(scaled, asking) });
    } catch (error) {
      if (ApiError.is(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  async resize(scaled: Scaled, scale: Scale, asking: Asking): Promise<Scale> {
    return asking.client.request<Scale>({ method: 'PUT', path: await this.#path(scaled, asking), body: scale });
  }

  async #path(scaled: Scaled, asking: Asking): Promise<string> {
    const { prefix, plural, name, hasScale } = await this.#resources.find(scaled, asking);
    if (!hasScale) throw new Error(`${name} does not implement the scale subresource`);
    return `${prefix}/namespaces/${scaled.namespace}/${plural}/${scaled.name}/scale`;
  }
}
