import { ApiError } from '../errors.ts';
import { pathsOf, pathToString } from './field-path.ts';
import type { FieldSet } from './field-set.ts';
import type { Managed } from './managed-entry.ts';

/** Fields that somebody else owns. */
export interface Conflict {
  readonly owner: Managed;
  readonly fields: FieldSet;
}

/** The refusal of an apply, with one cause for each field. */
export function conflictError(conflicts: readonly Conflict[]): ApiError {
  const sorted = conflicts.toSorted((a, b) => (identity(a.owner) < identity(b.owner) ? -1 : 1));
  const groups = sorted.map(({ owner, fields }) => ({ owner: ownerName(owner), paths: [...pathsOf(fields)].map(pathToString) }));
  const causes = groups.flatMap(({ owner, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${owner}`, field })),
  );
  const [only] = causes;
  const message =
    causes.length === 1 && only
      ? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
      : `Apply failed with ${causes.length} conflicts: ${groups
          .map(({ owner, paths }) => [`conflicts with ${owner}:`, ...paths.map((path) => `- ${path}`)].join('\n'))
          .join('\n')}`;
  return new ApiError('Conflict', message, { details: { causes } });
}

/** `"kubectl" with subresource "status" using apps/v1`. */
function ownerName({ manager, operation, apiVersion, subresource }: Managed): string {
  const name = JSON.stringify(manager) + (subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`);
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}

const identity = ({ manager, operation, apiVersion, subresource }: Managed): string =>
  [manager, operation, operation === 'Update' ? apiVersion : '', subresource].join('\n');
