import type { Field } from '../../model/field.ts';
import { quantityMilliValue } from '../../model/quantity.ts';
import type { ResourceList } from './resource-list.ts';

/** Bytes come whole. Two lists are gone through together, resource by resource. */
export function* fractionalByteWarnings(
  list: Readonly<ResourceList> | undefined,
  field: Field,
  second?: Readonly<ResourceList>,
  secondField: Field = field,
): Iterable<string> {
  for (const name of ['memory', 'ephemeral-storage']) {
    yield* fractionalWarning(list?.[name], name, field);
    yield* fractionalWarning(second?.[name], name, secondField);
  }
}

export function* fractionalWarning(quantity: string | undefined, name: string, field: Field): Iterable<string> {
  if (quantity === undefined || quantityMilliValue(quantity) % 1000 === 0) return;
  yield `${field.key(name).path}: fractional byte value ${JSON.stringify(quantity)} is invalid, must be an integer`;
}
