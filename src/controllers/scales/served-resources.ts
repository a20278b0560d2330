import type { Clock } from '../../base/clock.ts';
import { LruMap } from '../../base/lru-map.ts';
import type { Client } from '../../client/client.ts';

export interface TypeOf {
  readonly apiVersion: string;
  readonly kind: string;
}

/** How an API server calls a kind in paths, and what it serves of it. */
export interface ServedResource {
  /** `/apis/apps/v1`. */
  readonly prefix: string;
  readonly plural: string;
  /** The plural with its group, e.g. `deployments.apps`. */
  readonly name: string;
  readonly hasScale: boolean;
}

export interface Asking {
  readonly client: Client;
  readonly clock: Clock;
}

interface ResourceList {
  readonly resources?: readonly { readonly name: string; readonly kind: string }[];
}

/** How long it is believed what a server says it serves. */
const freshMs = 30_000;

/** Finds out how kinds are called that are known by name only, custom ones included. */
export class ServedResources {
  readonly #known = new LruMap<string, { readonly list: ResourceList; readonly atMs: number }>({ capacity: 200 });

  /** Throws where the kind is not served. */
  async find({ apiVersion, kind }: TypeOf, asking: Asking): Promise<ServedResource> {
    const prefix = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion || 'v1'}`;
    const { resources = [] } = await this.#list(prefix, asking);
    const plural = resources.find((resource) => resource.kind === kind && !resource.name.includes('/'))?.name;
    if (plural === undefined) throw new Error(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
    const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [];
    const hasScale = resources.some(({ name }) => name === `${plural}/scale`);
    return { prefix, plural, name: group ? `${plural}.${group}` : plural, hasScale };
  }

  async #list(prefix: string, { client, clock }: Asking): Promise<ResourceList> {
    const known = this.#known.get(prefix);
    if (known && clock.now() - known.atMs < freshMs) return known.list;
    const list = await client.request<ResourceList>({ method: 'GET', path: prefix });
    this.#known.set(prefix, { list, atMs: clock.now() });
    return list;
  }
}
