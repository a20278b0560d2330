import type { Kind, KubeObject, Lifecycle } from '../../model/kind.ts';
import { anotherVersion } from '../another-version.ts';
import { MutatingAdmissionPolicyBinding } from './mutating-admission-policy-binding.ts';
import { MutatingAdmissionPolicy } from './mutating-admission-policy.ts';

const alpha = { version: 'v1alpha1', lifecycle: { deprecated: '1.35', removed: '1.38' } };

function beta<T extends KubeObject>(kind: Kind<T>): Kind<T> {
  const lifecycle: Lifecycle = { deprecated: '1.37', removed: '1.40', replacement: `admissionregistration.k8s.io/v1 ${kind.kind}` };
  return anotherVersion(kind, { version: 'v1beta1', lifecycle });
}

/** `admissionregistration.k8s.io/v1beta1` and `v1alpha1`. */
export const admissionVersions: readonly Kind[] = [
  beta(MutatingAdmissionPolicy),
  beta(MutatingAdmissionPolicyBinding),
  anotherVersion(MutatingAdmissionPolicy, alpha),
  alphaBinding(),
];

/** Only here nothing is said of what happens without parameters: it is refused. */
function alphaBinding(): Kind<MutatingAdmissionPolicyBinding> {
  const kind = anotherVersion(MutatingAdmissionPolicyBinding, alpha);
  return Object.freeze({
    ...kind,
    defaults(binding: MutatingAdmissionPolicyBinding) {
      kind.defaults?.(binding);
      const { paramRef } = binding.spec;
      if (paramRef) paramRef.parameterNotFoundAction ??= 'Deny';
    },
  });
}
