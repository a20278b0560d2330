import type { Column, KubeObject } from '../../model/kind.ts';
import { nameColumn, since } from '../columns.ts';
import type { ObjectReference } from './reference.ts';

type Time = string | null | undefined;

/** An event as the core API has it. */
export interface ShownEvent {
  readonly involvedObject: ObjectReference;
  readonly reason?: string;
  readonly message?: string;
  readonly source?: { readonly component?: string; readonly host?: string };
  readonly firstTimestamp?: Time;
  readonly lastTimestamp?: Time;
  readonly count?: number;
  readonly type?: string;
  readonly eventTime?: Time;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: Time };
  readonly reportingComponent?: string;
  readonly reportingInstance?: string;
}

export const eventColumns = <T extends KubeObject>(eventOf: (object: Readonly<T>) => ShownEvent): Column<T>[] => [
  {
    name: 'Last Seen',
    description: 'When it happened last.',
    value: (object, nowMs) => {
      const event = eventOf(object);
      return since(event.series ? event.series.lastObservedTime : event.lastTimestamp || firstSeen(event), nowMs);
    },
  },
  { name: 'Type', description: 'Normal or Warning.', value: (object) => eventOf(object).type ?? '' },
  { name: 'Reason', description: 'Why, in one word.', value: (object) => eventOf(object).reason ?? '' },
  {
    name: 'Object',
    description: 'What it happened to.',
    value: (object) => {
      const { kind = '', name } = eventOf(object).involvedObject;
      return name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase();
    },
  },
  { name: 'Subobject', wide: true, description: 'Which part of it.', value: (object) => eventOf(object).involvedObject.fieldPath ?? '' },
  {
    name: 'Source',
    wide: true,
    description: 'Who says so.',
    value: (object) => {
      const { source, reportingComponent, reportingInstance } = eventOf(object);
      const component = source?.component || (reportingComponent ?? '');
      const instance = source?.host || reportingInstance;
      return instance ? `${component}, ${instance}` : component;
    },
  },
  { name: 'Message', description: 'What happened.', value: (object) => (eventOf(object).message ?? '').trim() },
  {
    name: 'First Seen',
    wide: true,
    description: 'When it happened first.',
    value: (object, nowMs) => since(firstSeen(eventOf(object)), nowMs),
  },
  {
    name: 'Count',
    wide: true,
    description: 'How often it happened.',
    value: (object) => {
      const { series, count } = eventOf(object);
      return String(series ? (series.count ?? 0) : count || 1);
    },
  },
  { ...nameColumn, wide: true },
];

const firstSeen = ({ firstTimestamp, eventTime }: ShownEvent): Time => firstTimestamp || eventTime;
