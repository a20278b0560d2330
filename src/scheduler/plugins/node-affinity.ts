import type { NodeSelectorTerm } from '../../kinds/core/node-selector.ts';
import type { Selectable } from '../../kinds/core/node-selector-match.ts';
import type { Node } from '../../kinds/core/node/index.ts';
import { matchesNodeAffinity, nodeAffinityScore } from '../../kinds/core/pod/node-affinity.ts';
import { scaleScores, unfit, type Plugin } from '../plugin.ts';

const rejection = unfit("node(s) didn't match Pod's node affinity/selector");
const conflict = unfit('pod affinity terms conflict');

/** Node selectors and node affinity, required and preferred. */
export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  weight: 2,

  filter({ pod: { spec } }) {
    const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
    if (!terms && !spec.nodeSelector) return undefined;
    const nodeNames = namedNodes(terms ?? []);
    if (nodeNames?.size === 0) return conflict;
    return { nodeNames, reject: (node) => (matchesNodeAffinity(spec, node) ? undefined : rejection) };
  },

  score({ pod: { spec } }) {
    if (!spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution) return undefined;
    return { score: (node) => nodeAffinityScore(spec, node), normalize: (scores) => scaleScores(scores) };
  },

  mayHelp({ pod: { spec } }, event) {
    if (event.type !== 'node added' && event.type !== 'node updated') return false;
    if (!matchesNodeAffinity(spec, selectable(event.node))) return false;
    return event.type === 'node added' || !matchesNodeAffinity(spec, selectable(event.previous));
  },
};

const selectable = ({ metadata }: Readonly<Node>): Selectable => ({ name: metadata.name, labels: metadata.labels });

/** The nodes that the terms ask for by name, so that no other needs to be looked at. Pods of daemon sets are such. */
function namedNodes(terms: readonly NodeSelectorTerm[]): ReadonlySet<string> | undefined {
  if (terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const { matchFields = [] } of terms) {
    const requirements = matchFields.filter(({ key, operator }) => key === 'metadata.name' && operator === 'In');
    const [first, ...others] = requirements.map(({ values = [] }) => new Set(values));
    if (!first) return undefined;
    for (const name of others.reduce((both, other) => both.intersection(other), first)) names.add(name);
  }
  return names;
}
