import type { Clock } from '../../base/clock.ts';
import { LruMap } from '../../base/lru-map.ts';
import type { Client } from '../../client/client.ts';
import type { Scale } from '../../kinds/autoscaling/scale.ts';
import { ApiError } from '../../model/errors.ts';

/** Something that may have a size. */
export interface Scaled {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** How long it is believed what a server says it serves. */
const freshMs = 30_000;

interface ResourceList {
  readonly resources?: readonly { readonly name: string; readonly kind: string }[];
}

interface Known {
  readonly list: ResourceList;
  readonly atMs: number;
}

/** Sizes of objects of any kind, by the subresource `scale`, custom resources included. */
export class Scales {
  readonly #known = new LruMap<string, Known>({ capacity: 200 });

  /** Undefined where there is no such object. Throws where its kind is unknown or has no size. */
  async get(scaled: Scaled, context: { client: Client; clock: Clock }): Promise<Scale | undefined> {
    const path = await this.#path(scaled, context);
    try {
      return await context.client.request<Scale>({ method: 'GET', path });
    } catch (error) {
      if (ApiError.is(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  async resize(scaled: Scaled, scale: Scale, context: { client: Client; clock: Clock }): Promise<Scale> {
    const path = await this.#path(scaled, context);
    return context.client.request<Scale>({ method: 'PUT', path, body: scale });
  }

  async #path({ apiVersion, kind, name, namespace }: Scaled, context: { client: Client; clock: Clock }): Promise<string> {
    const prefix = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { resources = [] } = await this.#resources(prefix, context);
    const plural = resources.find((resource) => resource.kind === kind && !resource.name.includes('/'))?.name;
    if (plural === undefined) throw new Error(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
    if (!resources.some((resource) => resource.name === `${plural}/scale`)) {
      const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
      throw new Error(`${plural}${group} does not implement the scale subresource`);
    }
    return `${prefix}/namespaces/${namespace}/${plural}/${name}/scale`;
  }

  async #resources(prefix: string, { client, clock }: { client: Client; clock: Clock }): Promise<ResourceList> {
    const known = this.#known.get(prefix);
    if (known && clock.now() - known.atMs < freshMs) return known.list;
    const list = await client.request<ResourceList>({ method: 'GET', path: prefix });
    this.#known.set(prefix, { list, atMs: clock.now() });
    return list;
  }
}
