import { discover, discoveredKind, type DiscoveredResource } from '../../client/discovery.ts';
import type { Informer } from '../../client/informer.ts';
import { LocalCopy } from '../../client/informer/local-copy.ts';
import { Reflector } from '../../client/informer/reflector.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import type { Context } from '../../runtime/controller.ts';

/** What is not there is looked for anew, but not all the time. */
const rediscoverMs = 30_000;

type Surroundings = Pick<Context, 'client' | 'clock' | 'log' | 'signal'>;

/** Copies of the metadata of resources of any kind, watched from when they are first asked for. */
export class MetadataCopies {
  readonly #copies = new Map<string, Informer<KubeObject>>();
  readonly #deleted: (namespace: string) => void;
  #resources: readonly DiscoveredResource[] = [];
  #discoveredMs = Number.NEGATIVE_INFINITY;

  constructor({ deleted }: { deleted: (namespace: string) => void }) {
    this.#deleted = deleted;
  }

  /** Of a resource named as `deployments.apps`; none where nothing of that name can be counted. */
  async of(name: string, surroundings: Surroundings): Promise<Informer<KubeObject> | undefined> {
    const known = this.#copies.get(name);
    if (known) return caughtUp(known, surroundings);
    const resource = await this.#find(name, surroundings);
    if (!resource) return undefined;
    return caughtUp(this.#copies.get(name) ?? this.#start(name, discoveredKind(resource), surroundings), surroundings);
  }

  async #find(name: string, { client, clock, signal }: Surroundings): Promise<DiscoveredResource | undefined> {
    const find = () => this.#resources.find((resource) => nameOf(resource) === name && isCountable(resource));
    if (!find() && clock.now() - this.#discoveredMs >= rediscoverMs) {
      this.#resources = (await discover(client, { signal })).resources;
      this.#discoveredMs = clock.now();
    }
    return find();
  }

  #start(name: string, kind: Kind, { client, clock, log, signal }: Surroundings): Informer<KubeObject> {
    const copy: LocalCopy<KubeObject> = new LocalCopy(kind, { log, refresh: () => reflector.refresh() });
    const reflector = new Reflector({ kind, metadataOnly: true, sink: copy, client, clock, log });
    copy.observe({ deleted: ({ metadata }) => this.#deleted(metadata.namespace ?? '') });
    this.#copies.set(name, copy);
    reflector.run(signal).catch((error: unknown) => {
      // Begun anew by the next who asks.
      this.#copies.delete(name);
      log.error({ err: error, resource: name }, 'watching a counted resource failed');
    });
    return copy;
  }
}

async function caughtUp(copy: Informer<KubeObject>, { signal }: Surroundings): Promise<Informer<KubeObject>> {
  await copy.caughtUp({ signal });
  return copy;
}

const nameOf = ({ group, plural }: DiscoveredResource): string => (group ? `${plural}.${group}` : plural);

const isCountable = ({ scope, verbs }: DiscoveredResource): boolean =>
  scope === 'Namespaced' && ['create', 'list', 'watch'].every((verb) => verbs.includes(verb));
