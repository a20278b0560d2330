import type { Field, FieldErrors } from '../../model/field.ts';
import { validateOneOf } from '../field-checks.ts';
import type { CSIDriverSpec, TokenRequest } from './csi-driver.ts';

const groupPolicies: readonly string[] = ['File', 'None', 'ReadWriteOnceWithFSType'];
const lifecycleModes: readonly string[] = ['Persistent', 'Ephemeral'];
const shortestTokenSeconds = 600;
const longestTokenSeconds = 2 ** 32;
const shortestUpdatePeriodSeconds = 10;

export function* validateCsiDriverSpec(spec: Readonly<CSIDriverSpec>, field: Field): FieldErrors {
  const { tokenRequests = [], volumeLifecycleModes = [], nodeAllocatableUpdatePeriodSeconds: periodSeconds } = spec;
  if (spec.attachRequired === undefined) yield field.at('attachedRequired').required();
  if (spec.podInfoOnMount === undefined) yield field.at('podInfoOnMount').required();
  if (spec.storageCapacity === undefined) yield field.at('storageCapacity').required();
  yield* validateOneOf(spec.fsGroupPolicy, groupPolicies, field.at('fsGroupPolicy'));
  yield* validateTokenRequests(tokenRequests, field.at('tokenRequests'));
  for (const mode of volumeLifecycleModes) yield* validateOneOf(mode, lifecycleModes, field.at('volumeLifecycleModes'));
  if (spec.seLinuxMount === undefined) yield field.at('seLinuxMount').required();
  if (periodSeconds !== undefined && periodSeconds < shortestUpdatePeriodSeconds) {
    yield field.at('nodeAllocatableUpdatePeriodSeconds').invalid(periodSeconds, 'must be greater than or equal to 10 seconds');
  }
  if (spec.serviceAccountTokenInSecrets !== undefined && tokenRequests.length === 0) {
    yield field
      .at('serviceAccountTokenInSecrets')
      .invalid(spec.serviceAccountTokenInSecrets, 'serviceAccountTokenInSecrets is set but no tokenRequests are specified');
  }
}

function* validateTokenRequests(requests: readonly TokenRequest[], field: Field): FieldErrors {
  const audiences = new Set<string>();
  for (const [index, { audience, expirationSeconds = shortestTokenSeconds }] of requests.entries()) {
    if (audiences.has(audience)) {
      yield field.at(index).at('audience').duplicate(audience);
      continue;
    }
    audiences.add(audience);
    const at = field.at(index).at('expirationSeconds');
    if (expirationSeconds < shortestTokenSeconds) yield at.invalid(expirationSeconds, 'may not specify a duration less than 10 minutes');
    if (expirationSeconds > longestTokenSeconds) yield at.invalid(expirationSeconds, 'may not specify a duration larger than 2^32 seconds');
  }
}
