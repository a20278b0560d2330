import { ValidatingAdmissionPolicy } from '../../kinds/admissionregistration/validating-admission-policy.ts';
import { defineController, type Controller } from '../../runtime/controller.ts';

const fieldManager = 'validatingadmissionpolicy-status';

/** Says which generation of a policy was looked at. Types of expressions are not checked, so there is nothing else to tell. */
export const validatingPolicyStatusController: Controller = defineController({
  name: fieldManager,
  for: ValidatingAdmissionPolicy,
  workers: 5,

  async reconcile({ metadata: { name, generation = 0 }, status }, { client }) {
    if (generation <= (status.observedGeneration ?? 0)) return;
    const { kind } = ValidatingAdmissionPolicy;
    const body = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind,
      metadata: { name },
      status: { observedGeneration: generation, typeChecking: {} },
    };
    await client.patch(ValidatingAdmissionPolicy, { name }, { type: 'apply', body, fieldManager, force: true }, { subresource: 'status' });
  },
});
