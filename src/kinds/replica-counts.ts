import type { Field, FieldErrors } from '../model/field.ts';
import { validateNonNegative } from './field-checks.ts';

interface ReplicaCounts {
  readonly replicas: number;
  readonly fullyLabeledReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly observedGeneration?: number;
  readonly terminatingReplicas?: number;
}

/** None of the counts can be more than what it is a part of. */
export function* validateReplicaCounts(status: Readonly<ReplicaCounts>, field: Field): FieldErrors {
  const { replicas, fullyLabeledReplicas = 0, readyReplicas = 0, availableReplicas = 0, observedGeneration, terminatingReplicas } = status;
  yield* validateNonNegative(replicas, field.at('replicas'));
  yield* validateNonNegative(fullyLabeledReplicas, field.at('fullyLabeledReplicas'));
  yield* validateNonNegative(readyReplicas, field.at('readyReplicas'));
  yield* validateNonNegative(availableReplicas, field.at('availableReplicas'));
  yield* validateNonNegative(observedGeneration, field.at('observedGeneration'));
  yield* validateNonNegative(terminatingReplicas, field.at('terminatingReplicas'));
  const tooMany = 'cannot be greater than status.replicas';
  if (fullyLabeledReplicas > replicas) yield field.at('fullyLabeledReplicas').invalid(fullyLabeledReplicas, tooMany);
  if (readyReplicas > replicas) yield field.at('readyReplicas').invalid(readyReplicas, tooMany);
  if (availableReplicas > replicas) yield field.at('availableReplicas').invalid(availableReplicas, tooMany);
  if (availableReplicas > readyReplicas)
    yield field.at('availableReplicas').invalid(availableReplicas, 'cannot be greater than readyReplicas');
}
