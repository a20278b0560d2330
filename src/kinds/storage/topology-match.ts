import type { TopologySelectorTerm } from './storage-class.ts';

/** Whether volumes may be made where nodes have these labels. Terms are alternatives; without any, it is everywhere. */
export const allowsTopology = (terms: readonly TopologySelectorTerm[] | undefined, labels: Readonly<Record<string, string>>): boolean =>
  !terms || terms.length === 0 || terms.some((term) => matchesTerm(term, labels));

function matchesTerm({ matchLabelExpressions = [] }: TopologySelectorTerm, labels: Readonly<Record<string, string>>): boolean {
  if (matchLabelExpressions.length === 0) return false;
  return matchLabelExpressions.every(({ key, values }) => {
    const label = labels[key];
    return label !== undefined && values.includes(label);
  });
}
