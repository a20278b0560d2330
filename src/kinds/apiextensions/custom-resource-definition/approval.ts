import type { Field, FieldErrors } from '../../../model/field.ts';
import type { CustomResourceDefinition } from './index.ts';

const annotation = 'api-approved.kubernetes.io';

/** Groups of the project are its own: who defines kinds in them says who has approved it, or that nobody has. */
export function* validateApproval(
  next: Readonly<CustomResourceDefinition>,
  previous: Readonly<CustomResourceDefinition> | undefined,
  field: Field,
): FieldErrors {
  if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(next.spec.group)) return;
  const value = next.metadata.annotations?.[annotation] ?? '';
  const state = stateOf(value);
  if (previous && stateOf(previous.metadata.annotations?.[annotation] ?? '') === state) return;
  const at = field.at('metadata', 'annotations').key(annotation);
  const rule = `protected groups must have approval annotation "${annotation}"`;
  const more = 'see https://github.com/kubernetes/enhancements/pull/1111';
  if (state === 'missing') yield at.required(`${rule}, ${more}`);
  if (state === 'invalid') yield at.invalid(value, `${rule} with either a URL or a reason starting with "unapproved", ${more}`);
}

function stateOf(value: string): 'missing' | 'bypassed' | 'approved' | 'invalid' {
  if (!value) return 'missing';
  if (value.startsWith('unapproved')) return 'bypassed';
  return URL.canParse(value) && new URL(value).host ? 'approved' : 'invalid';
}
