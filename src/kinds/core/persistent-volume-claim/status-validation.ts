import type { Field, FieldErrors } from '../../../model/field.ts';
import { validateQualifiedName } from '../../field-checks.ts';
import { isNativeResource } from '../resource-name.ts';
import { validateBasicResource, validateResourceQuantity } from '../resource-validation.ts';
import type { PersistentVolumeClaimStatus } from './schema.ts';

const resizeStatuses: readonly string[] = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
].sort();

export function* validateClaimStatus(
  { capacity = {}, allocatedResourceStatuses = {}, allocatedResources = {} }: Readonly<PersistentVolumeClaimStatus>,
  field: Field,
): FieldErrors {
  for (const [name, quantity] of Object.entries(capacity)) yield* validateBasicResource(quantity, field.at('capacity').key(name));
  for (const [name, resize] of Object.entries(allocatedResourceStatuses)) {
    const statuses = field.at('allocatedResourceStatuses');
    yield* validateClaimResource(name, statuses);
    if (!resizeStatuses.includes(resize)) yield statuses.notSupported(name, resizeStatuses);
  }
  for (const [name, quantity] of Object.entries(allocatedResources)) {
    const allocated = field.at('allocatedResources');
    const problems = [...validateClaimResource(name, allocated)];
    yield* problems;
    if (problems.length === 0) yield* validateAmount(quantity, allocated.key(name));
  }
}

function* validateClaimResource(name: string, field: Field): FieldErrors {
  const problems = [...validateQualifiedName(name, field)];
  yield* problems;
  if (problems.length === 0 && isNativeResource(name) && name !== 'storage') yield field.notSupported(name, ['storage']);
}

function* validateAmount(quantity: string, field: Field): FieldErrors {
  const problems = [...validateBasicResource(quantity, field)];
  yield* problems.length > 0 ? problems : validateResourceQuantity('storage', quantity, field);
}
