import { singularOf } from '../../model/kind.ts';
import type { ServedGroup } from './groups.ts';

/** Everything a client wants to know of all groups at once: `apidiscovery.k8s.io/v2` and `v2beta1`, which look the same. */
export const aggregatedList = (groups: readonly ServedGroup[], version: string): object => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: `apidiscovery.k8s.io/${version}`,
  metadata: {},
  items: groups.map(groupItem),
});

const groupItem = ({ name, versions }: ServedGroup): object => ({
  metadata: name ? { name } : {},
  versions: versions.map(({ version, resources }) => ({
    version,
    resources: resources.map(({ kind, verbs, subresources }) => ({
      resource: kind.plural,
      // Empty means: as the group and version it stands in.
      responseKind: { group: '', version: '', kind: kind.kind },
      scope: kind.scope,
      singularResource: singularOf(kind),
      verbs,
      ...(kind.shortNames && { shortNames: kind.shortNames }),
      ...(kind.categories && { categories: kind.categories }),
      ...(subresources.length > 0 && {
        subresources: subresources.map(
          ({ name: subresource, responseKind, group = '', version: kindVersion = '', verbs: subresourceVerbs }) => ({
            subresource,
            responseKind: { group, version: kindVersion, kind: responseKind },
            verbs: subresourceVerbs,
          }),
        ),
      }),
    })),
    freshness: 'Current',
  })),
});
