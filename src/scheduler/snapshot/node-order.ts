import type { NodeInfo } from './node-info.ts';

const regionLabels = ['topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region'];
const zoneLabels = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];

/** Takes a node from each zone in turn, so that those looked at first are from many zones. */
export function inTurnByZone<N extends NodeInfo>(nodes: Iterable<N>): readonly N[] {
  const zones = new Map<string, N[]>();
  for (const node of nodes) {
    const zone = zoneOf(node);
    const inZone = zones.get(zone);
    if (inZone) inZone.push(node);
    else zones.set(zone, [node]);
  }
  const all = [...zones.values()];
  const most = Math.max(0, ...all.map(({ length }) => length));
  const ordered: N[] = [];
  for (let turn = 0; turn < most; turn++) {
    for (const inZone of all) {
      const node = inZone[turn];
      if (node) ordered.push(node);
    }
  }
  return ordered;
}

/** Zones of the same name in different regions are different zones. */
export const zoneOf = ({ labels }: Pick<NodeInfo, 'labels'>): string => `${first(labels, regionLabels)}:${first(labels, zoneLabels)}`;

const first = (labels: Readonly<Record<string, string>>, keys: readonly string[]): string =>
  keys.map((key) => labels[key]).find((value) => value !== undefined) ?? '';
