import { badRequest } from './errors.ts';
import { parseRequirements } from './labels/parse.ts';
import {
  compileRequirement,
  requirement,
  requirementToString,
  type LabelOperator,
  type Labels,
  type Requirement,
} from './labels/requirement.ts';
import type { LabelSelector as LabelSelectorObject } from './meta.ts';

export type { LabelOperator, Labels, Requirement } from './labels/requirement.ts';

/** A choice of objects by their labels, ready to be asked. */
export interface LabelSelector {
  /** Sorted by key; all must be fulfilled. Undefined for the selector that matches nothing. */
  readonly requirements: readonly Requirement[] | undefined;
  matches(labels: Labels | undefined | null): boolean;
}

const noLabels: Labels = Object.freeze({});

export const everything: LabelSelector = { requirements: [], matches: () => true };
export const nothing: LabelSelector = { requirements: undefined, matches: () => false };

/** From text such as `app=web,tier in (a,b),!canary`. Throws BadRequest. */
export const parseLabelSelector = (text: string): LabelSelector => labelSelector(parseRequirements(text));

export function labelSelector(requirements: readonly Requirement[]): LabelSelector {
  if (requirements.length === 0) return everything;
  const [first, ...others] = requirements.map(compileRequirement);
  if (!first || others.length === 0) return { requirements, matches: (labels) => first?.(labels ?? noLabels) ?? true };
  return { requirements, matches: (labels) => first(labels ?? noLabels) && others.every((matches) => matches(labels ?? noLabels)) };
}

/** The labels that an old-style selector (of a service, say) asks for. Nothing is checked; without labels it matches all. */
export const selectorFromLabels = (labels: Labels | undefined | null): LabelSelector =>
  labelSelector(sorted(Object.entries(labels ?? {}).map(([key, value]) => ({ key, operator: '=', values: [value] }))));

const operators: Readonly<Record<string, LabelOperator>> = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' };

const compiled = new WeakMap<LabelSelectorObject, LabelSelector>();

/**
 * From the form that objects hold. None matches nothing; an empty one everything. Throws BadRequest. Compiled once for
 * each object, which must not change afterwards.
 */
export function selectorFromObject(object: Readonly<LabelSelectorObject> | undefined | null): LabelSelector {
  if (!object) return nothing;
  const known = compiled.get(object);
  if (known) return known;
  const ofLabels = Object.entries(object.matchLabels ?? {}).map(([key, value]) => requirement(key, '=', [value]));
  const ofExpressions = (object.matchExpressions ?? []).map(({ key, operator, values }) => {
    const known = operators[operator];
    if (!known) throw badRequest(`${JSON.stringify(operator)} is not a valid label selector operator`);
    return requirement(key, known, values ?? []);
  });
  const selector = labelSelector(sorted([...ofLabels, ...ofExpressions]));
  compiled.set(object, selector);
  return selector;
}

/** E.g. `app=web,tier in (a,b)`; parses to the same selector. */
export const selectorToString = ({ requirements }: LabelSelector): string => (requirements ?? []).map(requirementToString).join(',');

/** The text of a selector in an object as columns show it. */
export function formatSelector(object: Readonly<LabelSelectorObject> | undefined | null): string {
  try {
    return selectorToString(selectorFromObject(object)) || '<none>';
  } catch {
    return '<error>';
  }
}

/** The one value that objects must have for this label, if the selector asks for exactly one. For finding them by an index. */
export function requiredValue({ requirements = [] }: LabelSelector, key: string): string | undefined {
  const first = requirements.find((each) => each.key === key);
  return first && ['=', '==', 'in'].includes(first.operator) && first.values.length === 1 ? first.values[0] : undefined;
}

const sorted = (requirements: Requirement[]): Requirement[] => requirements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
