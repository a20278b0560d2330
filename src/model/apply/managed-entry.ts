import type { ManagedFieldsEntry } from '../meta.ts';
import { readFieldSet, type FieldSet } from './field-set.ts';

/** Who owns fields, and which. */
export interface Managed {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time: string | undefined;
  readonly fields: FieldSet | undefined;
}

/** Undefined when an entry is not one that can be read: the whole list counts for nothing then. */
export function readManaged(entries: readonly ManagedFieldsEntry[] | undefined | null): Managed[] | undefined {
  const result: Managed[] = [];
  for (const { manager = '', operation, apiVersion, subresource = '', time, fieldsType, fieldsV1 } of entries ?? []) {
    if ((operation !== 'Apply' && operation !== 'Update') || !apiVersion || fieldsType !== 'FieldsV1') return undefined;
    result.push({ manager, operation, apiVersion, subresource, time, fields: readFieldSet(fieldsV1) });
  }
  return result;
}

/** In the order of upstream: appliers first, then by time, name, version and subresource. */
export function writeManaged(managed: readonly Managed[]): ManagedFieldsEntry[] {
  return managed.toSorted(byOrder).map(({ manager, operation, apiVersion, subresource, time, fields }) => ({
    manager,
    operation,
    apiVersion,
    ...(time !== undefined && { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: { ...fields },
    ...(subresource !== '' && { subresource }),
  }));
}

/** Whether both are one and the same manager: an applier in any version, an updater per version. */
export const isSameManager = (a: Managed, b: Managed): boolean =>
  a.manager === b.manager &&
  a.operation === b.operation &&
  a.subresource === b.subresource &&
  (a.operation === 'Apply' || a.apiVersion === b.apiVersion);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byOrder = (a: Managed, b: Managed): number =>
  compareText(a.operation, b.operation) ||
  compareText(a.time ?? '', b.time ?? '') ||
  compareText(a.manager, b.manager) ||
  compareText(a.apiVersion, b.apiVersion) ||
  compareText(a.subresource, b.subresource);
