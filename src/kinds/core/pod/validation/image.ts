import type { Field, FieldErrors } from '../../../../model/field.ts';

const pullPolicies = ['Always', 'IfNotPresent', 'Never'];

export function* validatePullPolicy(policy: string | undefined, field: Field): FieldErrors {
  if (!policy) yield field.required();
  else if (!pullPolicies.includes(policy)) yield field.notSupported(policy, pullPolicies);
}
