import { singularOf } from '../../model/kind.ts';
import type { ServedGroup, ServedVersion } from './groups.ts';

/** `/apis/GROUP/VERSION`: one document for each version of a group. */
export function resourceList({ groupVersion, resources }: ServedVersion): object {
  const lines = resources.flatMap(({ kind, verbs, storageVersionHash, subresources }) => {
    const namespaced = kind.scope === 'Namespaced';
    return [
      {
        name: kind.plural,
        singularName: singularOf(kind),
        namespaced,
        kind: kind.kind,
        verbs,
        ...(kind.shortNames && { shortNames: kind.shortNames }),
        ...(kind.categories && { categories: kind.categories }),
        ...(storageVersionHash && { storageVersionHash }),
      },
      ...subresources.map(({ name, responseKind, group, version, verbs: subresourceVerbs }) => ({
        name: `${kind.plural}/${name}`,
        singularName: '',
        namespaced,
        ...(group && { group }),
        ...(version && { version }),
        kind: responseKind,
        verbs: subresourceVerbs,
      })),
    ];
  });
  const [group = ''] = groupVersion.includes('/') ? groupVersion.split('/') : [];
  return { kind: 'APIResourceList', ...apiVersionFor(group), groupVersion, resources: lines };
}

export const groupDocument = (group: ServedGroup): object => ({ kind: 'APIGroup', ...apiVersionFor(group.name), ...groupLine(group) });

/** The documents of the oldest groups predate the field. */
const apiVersionFor = (group: string): { apiVersion?: 'v1' } => (group === '' || group === 'extensions' ? {} : { apiVersion: 'v1' });

export function groupLine({ name, versions }: ServedGroup): object {
  const lines = versions.map(({ groupVersion, version }) => ({ groupVersion, version }));
  return { name, versions: lines, preferredVersion: lines[0] };
}

/** `/apis` */
export const groupList = (groups: readonly ServedGroup[]): object => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: groups.map(groupLine),
});

/** `/api` */
export const coreVersions = (serverAddress: string): object => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
});
