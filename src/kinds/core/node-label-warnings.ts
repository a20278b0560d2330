import type { Field } from '../../model/field.ts';
import type { LabelSelector } from '../../model/meta.ts';
import { checkLabelValue } from '../../model/names.ts';
import type { NodeSelectorTerm } from './node-selector.ts';

const deprecatedLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

export const nodeLabelWarning = (key: string): string | undefined =>
  Object.hasOwn(deprecatedLabels, key) ? deprecatedLabels[key] : undefined;

export function* nodeSelectorTermWarnings(
  { matchExpressions }: NodeSelectorTerm,
  field: Field,
  { values: withValues = false }: { values?: boolean } = {},
): Iterable<string> {
  for (const [index, { key, values }] of matchExpressions?.entries() ?? []) {
    const at = field.at('matchExpressions', index);
    const message = nodeLabelWarning(key);
    if (message) yield `${at.at('key').path}: ${key} is ${message}`;
    if (!withValues) continue;
    for (const [valueIndex, value] of values?.entries() ?? []) {
      for (const problem of checkLabelValue(value)) yield `${at.at('values', valueIndex).path}: ${value} is invalid, ${problem}`;
    }
  }
}

export function* nodeLabelSelectorWarnings({ matchExpressions, matchLabels }: LabelSelector, field: Field): Iterable<string> {
  for (const [index, { key }] of matchExpressions?.entries() ?? []) {
    const message = nodeLabelWarning(key);
    if (message) yield `${field.at('matchExpressions', index, 'key').path}: ${key} is ${message}`;
  }
  for (const key in matchLabels) {
    const message = nodeLabelWarning(key);
    if (message) yield `${field.at('matchLabels', key).path}: ${message}`;
  }
}
