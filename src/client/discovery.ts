import { objectFields, type Kind, type Verb } from '../model/kind.ts';
import type { CallOptions, Client } from './client.ts';

/** What an API server serves, custom resources and those of aggregated servers included. */
export interface Discovered {
  /** Each resource once, in the version its group prefers. */
  readonly resources: readonly DiscoveredResource[];
  /** Groups and versions whose server did not answer: what they serve is not known now. */
  readonly failedGroups: readonly string[];
}

export interface DiscoveredResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly verbs: readonly string[];
}

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

export async function discover(client: Client, { signal }: CallOptions = {}): Promise<Discovered> {
  const answers = await Promise.all(
    ['/api', '/apis'].map((path) => client.request<GroupList>({ method: 'GET', path, headers: { accept: aggregated }, signal })),
  );
  const versions = answers.flatMap(({ items = [] }) =>
    items.flatMap(({ metadata, versions }) => versions.map((version) => ({ ...version, group: metadata.name ?? '' }))),
  );
  return {
    resources: preferred(versions.filter(isKnown)),
    failedGroups: versions.filter((version) => !isKnown(version)).map(({ group, version }) => (group ? `${group}/${version}` : version)),
  };
}

/** apidiscovery.k8s.io/v2 APIGroupDiscoveryList, as far as it is used here. */
interface GroupList {
  readonly items?: readonly { readonly metadata: { readonly name?: string }; readonly versions: readonly GroupVersion[] }[];
}

interface GroupVersion {
  readonly version: string;
  readonly freshness?: 'Current' | 'Stale';
  readonly resources?: readonly {
    readonly resource: string;
    readonly responseKind?: { readonly kind: string };
    readonly scope: 'Namespaced' | 'Cluster';
    readonly verbs: readonly string[];
  }[];
}

type Named = GroupVersion & { readonly group: string };

const isKnown = ({ freshness }: Named): boolean => freshness !== 'Stale';

/** Versions come in the order of preference. */
function preferred(versions: readonly Named[]): readonly DiscoveredResource[] {
  const found = new Map<string, DiscoveredResource>();
  for (const { group, version, resources = [] } of versions) {
    for (const { resource: plural, responseKind, scope, verbs } of resources) {
      const key = `${plural}.${group}`;
      if (!found.has(key)) found.set(key, { group, version, kind: responseKind?.kind ?? '', plural, scope, verbs });
    }
  }
  return [...found.values()];
}

/** A kind by which a client can reach objects of which only the metadata is known. */
export const discoveredKind = ({ group, version, kind, plural, scope, verbs }: DiscoveredResource): Kind => ({
  group,
  version,
  kind,
  plural,
  scope,
  // Discovery names verbs by the same words.
  verbs: verbs as readonly Verb[],
  schema: metadataSchema,
});

const metadataSchema: Kind['schema'] = {
  type: 'object',
  name: 'io.k8s.apimachinery.pkg.apis.meta.v1.PartialObjectMetadata',
  description: 'An object of which only the metadata is known.',
  fields: objectFields,
};
