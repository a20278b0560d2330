import { humanDuration } from '../model/duration.ts';
import type { Column, KubeObject } from '../model/kind.ts';

/** How long ago, as tables show it. */
export const since = (time: string | null | undefined, nowMs: number): string =>
  time ? humanDuration(nowMs - Date.parse(time)) : '<unknown>';

/** For tables in which more columns follow the age. */
export const ageColumn: Column<KubeObject> = {
  name: 'Age',
  description: 'How long ago the object was created.',
  value: ({ metadata }, nowMs) => since(metadata.creationTimestamp, nowMs),
};

/** For tables that show the name elsewhere than first, or nothing but what they list. */
export const nameColumn: Column<KubeObject> = {
  name: 'Name',
  format: 'name',
  description: 'Name of the object, unique among those of its kind in its namespace.',
  value: ({ metadata }) => metadata.name,
};

/** `a=b,c=d`, sorted by key. */
export const labelsText = (labels: Readonly<Record<string, string>> | undefined, none = '<none>'): string =>
  Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',') || none;
