import { readInt64 } from '../../../../base/go-integer.ts';
import type { FeatureGates } from '../../../../model/features/feature-gates.ts';
import type { Field, FieldErrors } from '../../../../model/field.ts';
import { validatePositive, validateQualifiedName } from '../../../field-checks.ts';
import { validateLabelKey, validateLabelSelector } from '../../../../model/label-validation.ts';
import { checkLabelValue } from '../../../../model/names.ts';
import { validateTaintEffect } from '../../taint-validation.ts';
import type { Toleration, TopologySpreadConstraint } from '../affinity.ts';
import type { PodSchedulingGate } from '../spec.ts';
import { validateMatchLabelKeys } from './affinity.ts';

export function* validateTolerations(tolerations: readonly Toleration[], field: Field, gates?: FeatureGates): FieldErrors {
  const comparesNumbers = gates?.isOn('TaintTolerationComparisonOperators') ?? false;
  for (const [index, { key, operator = '', value = '', effect = '', tolerationSeconds }] of tolerations.entries()) {
    const at = field.at(index);
    if (key) yield* validateLabelKey(key, at.at('key'));
    else if (operator !== 'Exists') {
      const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      yield at.at('operator').invalid(operator, detail);
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      yield at.at('effect').invalid(effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    if (comparesNumbers && (operator === 'Lt' || operator === 'Gt')) yield* validateNumber(value, at.at('value'));
    else yield* validateOperator(operator, value, at.at('operator'));
    if (effect) yield* validateTaintEffect(effect, at.at('effect'));
  }
}

function* validateOperator(operator: string, value: string, field: Field): FieldErrors {
  switch (operator) {
    case 'Equal':
    case '': {
      const problems = checkLabelValue(value);
      if (problems.length > 0) yield field.invalid(value, problems.join(';'));
      return;
    }
    case 'Exists':
      if (value) yield field.invalid(value, "value must be empty when `operator` is 'Exists'");
      return;
    case 'Lt':
    case 'Gt':
      // They are behind a feature that is off, although the answer names them.
      yield field.notSupported(operator, ['Equal', 'Exists', 'Lt', 'Gt']);
      return;
    default:
      yield field.notSupported(operator, ['Equal', 'Exists']);
  }
}

const decimal = /^-?[1-9]\d*$|^0$/;

/** What taints are compared with (KEP-5471). */
function* validateNumber(value: string, field: Field): FieldErrors {
  if (!value) yield field.invalid(value, 'must be non-empty');
  else if (!decimal.test(value)) yield field.invalid(value, 'must be a valid decimal integer in canonical form');
  const { problem } = readInt64(value);
  if (problem !== undefined) yield field.invalid(value, problem);
}

const scheduleActions = ['DoNotSchedule', 'ScheduleAnyway'];
const inclusionPolicies = ['Honor', 'Ignore'];

export function* validateSpreadConstraints(constraints: readonly TopologySpreadConstraint[], field: Field): FieldErrors {
  for (const [index, constraint] of constraints.entries()) {
    const { maxSkew, topologyKey, whenUnsatisfiable, minDomains, nodeAffinityPolicy, nodeTaintsPolicy, labelSelector } = constraint;
    const at = field.at(index);
    yield* validatePositive(maxSkew, at.at('maxSkew'));
    if (!topologyKey) yield at.at('topologyKey').required('can not be empty');
    if (!scheduleActions.includes(whenUnsatisfiable)) yield at.at('whenUnsatisfiable').notSupported(whenUnsatisfiable, scheduleActions);
    if (constraints.slice(index + 1).some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable)) {
      yield at.at('{topologyKey, whenUnsatisfiable}').duplicate(`{${topologyKey}, ${whenUnsatisfiable}}`);
    }
    if (minDomains !== undefined) {
      yield* validatePositive(minDomains, at.at('minDomains'));
      if (whenUnsatisfiable !== 'DoNotSchedule') {
        const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
        yield at.at('minDomains').invalid(minDomains, detail);
      }
    }
    yield* validateInclusion(nodeAffinityPolicy, at.at('nodeAffinityPolicy'));
    yield* validateInclusion(nodeTaintsPolicy, at.at('nodeTaintsPolicy'));
    yield* validateMatchLabelKeys(constraint, at);
    if (labelSelector) yield* validateLabelSelector(labelSelector, at.at('labelSelector'));
  }
}

function* validateInclusion(policy: string | undefined, field: Field): FieldErrors {
  if (policy !== undefined && !inclusionPolicies.includes(policy)) yield field.notSupported(policy, inclusionPolicies);
}

export function* validateGates(gates: readonly PodSchedulingGate[], field: Field): FieldErrors {
  const names = new Set<string>();
  for (const [index, { name }] of gates.entries()) {
    yield* validateQualifiedName(name, field.at(index));
    if (names.has(name)) yield field.at(index).duplicate(name);
    names.add(name);
  }
}
