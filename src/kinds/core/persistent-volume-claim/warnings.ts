import type { Field } from '../../../model/field.ts';
import { fractionalWarning } from '../resource-warnings.ts';
import type { PersistentVolumeClaimSpec } from './schema.ts';

export function* claimSpecWarnings({ resources }: Readonly<PersistentVolumeClaimSpec>, field: Field): Iterable<string> {
  yield* fractionalWarning(resources?.requests?.['storage'], 'storage', field.at('resources', 'requests'));
  yield* fractionalWarning(resources?.limits?.['storage'], 'storage', field.at('resources', 'limits'));
}
