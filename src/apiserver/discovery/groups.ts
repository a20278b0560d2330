import type { Kind } from '../../model/kind.ts';
import { servedResource, type ServedResource } from './resources.ts';

/** An API group with its versions in order of preference. The core group has no name. */
export interface ServedGroup {
  readonly name: string;
  readonly versions: readonly ServedVersion[];
}

export interface ServedVersion {
  readonly version: string;
  readonly groupVersion: string;
  readonly resources: readonly ServedResource[];
}

/** The groups of these kinds, in the order in which they first appear. */
export function servedGroups(kinds: readonly Kind[]): readonly ServedGroup[] {
  const groups = Map.groupBy(kinds, ({ group }) => group);
  return [...groups].map(([name, ofGroup]) => ({
    name,
    versions: [...Map.groupBy(ofGroup, ({ version }) => version)]
      .map(([version, ofVersion]) => ({
        version,
        groupVersion: name ? `${name}/${version}` : version,
        resources: ofVersion.map(servedResource).toSorted((a, b) => (a.kind.plural < b.kind.plural ? -1 : 1)),
      }))
      .toSorted((a, b) => compareVersions(b.version, a.version)),
  }));
}

/** Stable before beta before alpha, then the higher number, as the API conventions rank versions. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [rank(a), rank(b)];
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rank(version: string): readonly number[] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (!match) return [-1, 0, 0];
  const stability = match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0;
  return [stability, Number(match[1]), Number(match[3] ?? 0)];
}
