import type { DeleteOptions } from '../model/meta.ts';
import type { ListOptions, Patch, Selection, WatchOptions } from './client.ts';

export function selectionQuery({ labelSelector, fieldSelector }: Selection): URLSearchParams {
  const query = new URLSearchParams();
  if (labelSelector) query.set('labelSelector', labelSelector);
  if (fieldSelector) query.set('fieldSelector', fieldSelector);
  return query;
}

export function listQuery({ resourceVersion, limit, continue: continued, ...selection }: ListOptions): URLSearchParams {
  const query = selectionQuery(selection);
  if (resourceVersion) {
    query.set('resourceVersion', resourceVersion);
    query.set('resourceVersionMatch', 'NotOlderThan');
  }
  if (limit) query.set('limit', String(limit));
  if (continued) query.set('continue', continued);
  return query;
}

export function watchQuery({ after, timeoutSeconds, ...selection }: Omit<WatchOptions, 'signal'>): URLSearchParams {
  const query = selectionQuery(selection);
  query.set('watch', 'true');
  query.set('allowWatchBookmarks', 'true');
  query.set('resourceVersion', after);
  if (timeoutSeconds) query.set('timeoutSeconds', String(timeoutSeconds));
  return query;
}

export function writeQuery({ dryRun }: { dryRun?: boolean | undefined }): URLSearchParams {
  return new URLSearchParams(dryRun ? { dryRun: 'All' } : {});
}

export function patchQuery(patch: Patch, options: { dryRun?: boolean | undefined }): URLSearchParams {
  const query = writeQuery(options);
  if (patch.type !== 'apply') return query;
  query.set('fieldManager', patch.fieldManager);
  if (patch.force) query.set('force', 'true');
  return query;
}

export const deleteBody = (options: DeleteOptions): object => ({ apiVersion: 'v1', kind: 'DeleteOptions', ...options });
