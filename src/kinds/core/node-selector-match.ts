import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from './node-selector.ts';

/** What selectors look at: the only field they know besides labels is the name. */
export interface Selectable {
  readonly name?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** Terms are alternatives; within a term everything must hold. A selector without terms matches nothing. */
export const matchesNodeSelector = (selector: Readonly<NodeSelector>, node: Selectable): boolean =>
  selector.nodeSelectorTerms.some((term) => matchesNodeSelectorTerm(term, node));

/** A term without requirements matches nothing, and neither does one that holds a malformed requirement. */
export function matchesNodeSelectorTerm(
  { matchExpressions = [], matchFields = [] }: Readonly<NodeSelectorTerm>,
  node: Selectable,
): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  return (
    matchExpressions.every((requirement) => matchesRequirement(requirement, node.labels?.[requirement.key])) &&
    matchFields.every((requirement) => matchesField(requirement, node))
  );
}

function matchesRequirement({ operator, values = [] }: Readonly<NodeSelectorRequirement>, actual: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return actual !== undefined && values.includes(actual);
    case 'NotIn':
      return values.length > 0 && (actual === undefined || !values.includes(actual));
    case 'Exists':
      return values.length === 0 && actual !== undefined;
    case 'DoesNotExist':
      return values.length === 0 && actual === undefined;
    case 'Gt':
    case 'Lt': {
      const [bound] = values;
      if (values.length !== 1 || !isInteger(bound) || !isInteger(actual)) return false;
      return operator === 'Gt' ? BigInt(actual) > BigInt(bound) : BigInt(actual) < BigInt(bound);
    }
    default:
      return false;
  }
}

function matchesField({ key, operator, values = [] }: Readonly<NodeSelectorRequirement>, { name = '' }: Selectable): boolean {
  if (values.length !== 1) return false;
  const actual = key === 'metadata.name' ? name : '';
  if (operator === 'In') return actual === values[0];
  return operator === 'NotIn' && actual !== values[0];
}

const isInteger = (text: string | undefined): text is string => text !== undefined && /^-?\d+$/.test(text);
