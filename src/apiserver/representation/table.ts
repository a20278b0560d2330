import { Field } from '../../model/field.ts';
import { timestamp } from '../../base/clock.ts';
import { badRequest } from '../../model/errors.ts';
import { humanDuration } from '../../model/duration.ts';
import type { Column, Kind, KubeObject } from '../../model/kind.ts';
import { partialMetadata, type ViewVersion } from './partial-metadata.ts';

/** How much of each object a table's rows carry besides the cells. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

const choices: readonly string[] = ['None', 'Metadata', 'Object'];

export function includeObjectOf(query: URLSearchParams): IncludeObject {
  const value = query.get('includeObject') || 'Metadata';
  if (!choices.includes(value)) {
    const { field, message } = new Field('includeObject').invalid(value, "must be 'Metadata', 'Object', 'None', or empty");
    throw badRequest(`Unable to convert to Table as requested: ${field}: ${message}`);
  }
  // Checked above.
  return value as IncludeObject;
}

export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: ViewVersion;
  readonly metadata: object;
  readonly columnDefinitions: readonly object[] | null;
  readonly rows: readonly object[];
}

export interface TableOptions {
  readonly kind: Kind;
  readonly includeObject: IncludeObject;
  readonly nowMs: number;
  readonly apiVersion?: ViewVersion;
  /** Watches show the columns with their first event only. */
  readonly headers?: boolean;
}

/** What `kubectl get` prints. */
export function table(
  objects: readonly KubeObject[],
  metadata: object,
  { kind, includeObject, nowMs, apiVersion = 'meta.k8s.io/v1', headers = true }: TableOptions,
): Table {
  const columns = columnsOf(kind);
  return {
    kind: 'Table',
    apiVersion,
    metadata,
    columnDefinitions: headers ? columns.filter(({ name }) => name !== '').map(definition) : null,
    rows: objects.map((object) => {
      const conditions = kind.rowConditions?.(object) ?? [];
      return {
        cells: columns.map((column) => column.value(object, nowMs)),
        ...(conditions.length > 0 && { conditions }),
        object: shown(object, includeObject, apiVersion),
      };
    }),
  };
}

/** The end of what there was when a watch began can be told by the metadata alone, so that it is always there. */
const endMark = 'k8s.io/initial-events-end';

function shown(object: KubeObject, includeObject: IncludeObject, apiVersion: ViewVersion): object | null {
  if (includeObject === 'Object') return object;
  return includeObject === 'None' && object.metadata.annotations?.[endMark] !== 'true' ? null : partialMetadata(object, apiVersion);
}

const nameColumn: Column<KubeObject> = {
  name: 'Name',
  format: 'name',
  description: 'Name of the object, unique among those of its kind in its namespace.',
  value: ({ metadata }) => metadata.name,
};

const ageColumn: Column<KubeObject> = {
  name: 'Age',
  description: 'How long ago the object was created.',
  value: ({ metadata }, nowMs) => age(metadata.creationTimestamp, nowMs),
};

/** Kinds without columns of their own are shown with the time of their creation, as upstream does. */
const createdColumn: Column<KubeObject> = {
  name: 'Created At',
  type: 'date',
  description: 'When the object was created.',
  value: ({ metadata }) => metadata.creationTimestamp ?? timestamp(0),
};

function columnsOf({ columns }: Kind): readonly Column<KubeObject>[] {
  if (!columns) return [nameColumn, createdColumn];
  if (columns.some(({ name }) => name === 'Name')) return columns;
  if (columns.some(({ name }) => name === 'Age')) return [nameColumn, ...columns];
  // Wide columns stand behind the age.
  const narrow = columns.filter(({ wide }) => !wide);
  const wide = columns.filter((column) => column.wide);
  return [nameColumn, ...narrow, ageColumn, ...wide];
}

const definition = ({ name, type = 'string', format = '', description = '', wide }: Column<KubeObject>): object => ({
  name,
  type,
  format,
  description,
  priority: wide ? 1 : 0,
});

/** As `kubectl get` shows ages; unknown when there is no time. */
export const age = (time: string | undefined | null, nowMs: number): string =>
  time ? humanDuration(nowMs - Date.parse(time)) : '<unknown>';
