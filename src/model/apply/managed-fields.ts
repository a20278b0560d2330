import type { KubeObject } from '../kind.ts';
import type { ManagedFieldsEntry, ObjectMeta } from '../meta.ts';
import type { ObjectSchema } from '../schema.ts';
import { capManagers } from './cap-managers.ts';
import { difference, differenceBelow, setOfPaths, union, type FieldSet } from './field-set.ts';
import { isSameManager, readManaged, writeManaged, type Managed } from './managed-entry.ts';
import { compare, type Changes } from './typed/compare.ts';
import { rootShape } from './typed/shape.ts';
import { zeroObject } from './zero-object.ts';

export interface UpdateManagedFieldsOptions {
  /** The stored object; none when it is created. */
  readonly live: Readonly<KubeObject> | undefined;
  /** The object about to be stored. Its managed fields are set. */
  readonly next: KubeObject;
  readonly manager: string;
  /** '' for the object itself. */
  readonly subresource: string;
  readonly apiVersion: string;
  /** Undefined leaves the time out. */
  readonly nowTimestamp: string | undefined;
  readonly schema: ObjectSchema;
  /** Fields that nobody comes to own through this request, as the server does not take them from it. */
  readonly resetFields?: readonly string[];
}

/** Records who owns what after anything but an apply: whoever changed a field has it. */
export function updateManagedFields(options: UpdateManagedFieldsOptions): void {
  const { live, next, schema, subresource } = options;
  // Clients may hold any metadata; only what is written here is read.
  const metadata: Omit<ObjectMeta, 'managedFields'> & { managedFields?: ManagedFieldsEntry[] | undefined } = next.metadata;
  const given = subresource === '' ? givenBy(live, next) : undefined;
  const before = given ?? readManaged(live?.metadata.managedFields) ?? [];
  if (before.length === 0 && live) {
    // Nobody wanted them to be kept.
    delete metadata.managedFields;
    return;
  }
  const changes = compare(rootShape(schema), live ?? zeroObject(schema), next);
  const after = recordUpdate(before, changes && withoutReset(changes, resetSet(options)), options);
  if (after === before && !given && live?.metadata.managedFields) metadata.managedFields = live.metadata.managedFields;
  else if (after.length === 0) delete metadata.managedFields;
  else metadata.managedFields = writeManaged(after);
}

/** Clients may bring entries of their own, or reset them by an empty list; undefined where they leave them as they are. */
function givenBy(live: Readonly<KubeObject> | undefined, next: KubeObject): readonly Managed[] | undefined {
  const given = next.metadata.managedFields;
  if (!given || given === live?.metadata.managedFields) return undefined;
  if (isReset(given)) return [];
  const managed = readManaged(given);
  return managed && managed.length > 0 ? managed : undefined;
}

const isReset = (entries: readonly ManagedFieldsEntry[]): boolean =>
  entries.length === 0 || (entries.length === 1 && Object.keys(entries[0] ?? {}).length === 0);

/** The same list when nothing changed. */
function recordUpdate(
  before: readonly Managed[],
  changes: Changes | undefined,
  { manager, apiVersion, subresource, nowTimestamp }: UpdateManagedFieldsOptions,
): readonly Managed[] {
  const { removed, changed } = changes ?? {};
  if (!removed && !changed) return before;
  const own: Managed = {
    manager: manager || 'unknown',
    operation: 'Update',
    apiVersion,
    subresource,
    time: nowTimestamp,
    fields: changed,
  };
  const after: Managed[] = [];
  let found = false;
  for (const entry of before) {
    const isOwn = changed !== undefined && isSameManager(entry, own);
    found ||= isOwn;
    const kept = difference(entry.fields, removed);
    const fields = isOwn ? union(kept, changed) : difference(kept, changed);
    if (fields) after.push(isOwn ? { ...own, fields } : fields === entry.fields ? entry : { ...entry, fields });
  }
  if (changed && !found) after.push(own);
  return capManagers(after);
}

/** What a request to an object or its status may not set, unless it is said otherwise. */
export const resetSet = ({
  subresource,
  resetFields,
}: {
  subresource: string;
  resetFields?: readonly string[] | undefined;
}): FieldSet | undefined => {
  if (resetFields) return setOfPaths(resetFields);
  return subresource === 'status' ? specReset : subresource === '' ? statusReset : undefined;
};

const specReset = setOfPaths(['spec']);
const statusReset = setOfPaths(['status']);

export function withoutReset({ removed, changed }: Changes, reset: FieldSet | undefined): Changes {
  return reset ? { removed: differenceBelow(removed, reset), changed: differenceBelow(changed, reset) } : { removed, changed };
}
