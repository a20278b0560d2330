import type { Field, FieldErrors } from '../../model/field.ts';
import { eventColumns, type ShownEvent } from '../core/event-columns.ts';
import { validateEvent } from '../core/event-validation.ts';
import { goForm } from '../go-form.ts';
import { isSame } from '../same.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, int32, microTime, nullable, object, required, string, time, type Infer } from '../../model/schema.ts';
import { Event as StoredEvent, EventSource } from '../core/event.ts';
import { fromStored, toStored } from './stored.ts';
import { ObjectReference } from '../core/reference.ts';

export const EventSeries = defineType('io.k8s.api.events.v1.EventSeries', 'How often an event has come again.', {
  count: required(int32(1, 'How often it has occurred so far.')),
  lastObservedTime: required(microTime(2, 'When it last occurred.')),
});

export interface EventSeries extends Infer<typeof EventSeries> {}

export interface Event extends KubeObject {
  eventTime: string | null;
  series?: EventSeries;
  reportingController?: string;
  reportingInstance?: string;
  action?: string;
  reason?: string;
  regarding?: ObjectReference;
  related?: ObjectReference;
  note?: string;
  type?: string;
  deprecatedSource?: EventSource;
  deprecatedFirstTimestamp?: string | null;
  deprecatedLastTimestamp?: string | null;
  deprecatedCount?: number;
}

export const Event: Kind<Event> = defineKind({
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  shortNames: ['ev'],
  scope: 'Namespaced',
  schema: 'io.k8s.api.events.v1.Event',
  description:
    'Something that happened to an object, for people to find out why. Kept for an hour and sometimes lost: programs should not build on it.',
  fields: {
    eventTime: nullable(required(microTime(2, 'When it first occurred, to the microsecond.'))),
    series: object(3, EventSeries, 'Set if it occurred more than once; none for a single event.'),
    reportingController: string(4, 'Controller that saw it, such as kubernetes.io/kubelet.'),
    reportingInstance: string(5, 'Which instance of that controller saw it.'),
    action: string(6, 'What was done or tried.'),
    reason: string(7, 'What happened, in one word, such as FailedScheduling.'),
    regarding: always(object(8, ObjectReference, 'Object that it happened to.')),
    related: object(9, ObjectReference, 'A second object that has to do with it.'),
    note: string(10, 'What happened, in a sentence.'),
    type: string(11, 'Normal, or Warning where something is amiss.'),
    deprecatedSource: always(object(12, EventSource, 'Component that saw it, in older form.')),
    deprecatedFirstTimestamp: nullable(always(time(13, 'When it first occurred, in older form.'))),
    deprecatedLastTimestamp: nullable(always(time(14, 'When it last occurred, in older form.'))),
    deprecatedCount: int32(15, 'How often it occurred, in older form.'),
  },
  storedAs: { kind: StoredEvent, toStored, fromStored },
  dependents: 'none',
  createsOnUpdate: true,
  ruleOrder: { create: ['object', 'metadata', 'new'], update: ['object', 'metadataChange', 'change'] },
  *validate({ metadata, regarding, eventTime, action, reason, note, reportingController = '', reportingInstance = '' }, field) {
    const reporter = { controller: reportingController, controllerField: 'reportingController', instance: reportingInstance };
    yield* validateEvent({ namespace: metadata.namespace ?? '', regarding, eventTime, action, reason, message: note, ...reporter }, field);
  },
  validateCreate: validateNewEvent,
  validateUpdate: validateKept,
  columns: eventColumns<Event>(asCoreEvent),
  selectableFields: [
    ...(['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'] as const).map((name) => ({
      path: `regarding.${name}`,
      value: ({ regarding }: Readonly<Event>) => regarding?.[name] ?? '',
    })),
    { path: 'reason', value: ({ reason }) => reason ?? '' },
    { path: 'reportingController', value: ({ reportingController }) => reportingController ?? '' },
    { path: 'type', value: ({ type }) => type ?? '' },
  ],
});

/**
 * What never changes, in the order of being told, with what is shown of it. Problems are reported by the names of the core
 * API, as upstream reports them, and of the reason twice.
 */
const kept: readonly (readonly [name: keyof Event, coreName: string, shown: (event: Readonly<Event>) => unknown])[] = [
  ['regarding', 'involvedObject', ({ regarding }) => goForm(ObjectReference, regarding ?? {})],
  ['reason', 'reason', ({ reason }) => reason ?? ''],
  ['note', 'message', ({ note }) => note ?? ''],
  ['deprecatedSource', 'source', ({ deprecatedSource }) => goForm(EventSource, deprecatedSource ?? {})],
  ['deprecatedFirstTimestamp', 'firstTimestamp', (event) => event.deprecatedFirstTimestamp],
  ['deprecatedLastTimestamp', 'lastTimestamp', (event) => event.deprecatedLastTimestamp],
  ['deprecatedCount', 'count', ({ deprecatedCount }) => deprecatedCount ?? 0],
  ['reason', 'reason', ({ reason }) => reason ?? ''],
  ['type', 'type', ({ type }) => type ?? ''],
  ['eventTime', 'eventTime', ({ eventTime }) => eventTime],
  ['action', 'action', ({ action }) => action ?? ''],
  ['related', 'related', ({ related }) => related && goForm(ObjectReference, related)],
  ['reportingController', 'reportingController', ({ reportingController }) => reportingController ?? ''],
  ['reportingInstance', 'reportingInstance', ({ reportingInstance }) => reportingInstance ?? ''],
];

function asCoreEvent(event: Readonly<Event>): ShownEvent {
  const { regarding = {}, note, deprecatedSource, deprecatedFirstTimestamp, deprecatedLastTimestamp, deprecatedCount, ...rest } = event;
  return {
    ...rest,
    involvedObject: regarding,
    ...(note !== undefined && { message: note }),
    ...(deprecatedSource && { source: deprecatedSource }),
    ...(deprecatedFirstTimestamp && { firstTimestamp: deprecatedFirstTimestamp }),
    ...(deprecatedLastTimestamp && { lastTimestamp: deprecatedLastTimestamp }),
    ...(deprecatedCount !== undefined && { count: deprecatedCount }),
    ...(event.reportingController !== undefined && { reportingComponent: event.reportingController }),
  };
}

function* validateNewEvent(event: Readonly<Event>, field: Field): FieldErrors {
  const { series, eventTime, type = '', deprecatedFirstTimestamp, deprecatedLastTimestamp, deprecatedCount, deprecatedSource } = event;
  if (series) yield* validateSeries(series, field);
  if (!eventTime) yield field.at('eventTime').required();
  if (type !== 'Normal' && type !== 'Warning') yield field.at('type').invalid('', `has invalid value: ${type}`);
  const unset = 'needs to be unset';
  if (deprecatedFirstTimestamp) yield field.at('firstTimestamp').invalid('', unset);
  if (deprecatedLastTimestamp) yield field.at('lastTimestamp').invalid('', unset);
  if (deprecatedCount) yield field.at('count').invalid('', unset);
  if (deprecatedSource?.component || deprecatedSource?.host) yield field.at('source').invalid('', unset);
}

function* validateSeries({ count, lastObservedTime }: EventSeries, field: Field): FieldErrors {
  if (count < 2) yield field.at('series.count').invalid('', 'should be at least 2');
  if (!lastObservedTime) yield field.at('series.lastObservedTime').required();
}

/** Only the series goes on. */
function* validateKept(next: Readonly<Event>, previous: Readonly<Event>, field: Field): FieldErrors {
  const { fields } = Event.schema;
  if (next.series && !isSame(EventSeries, next.series, previous.series)) yield* validateSeries(next.series, field);
  for (const [name, coreName, shown] of kept) {
    const schema = fields[name]?.schema;
    if (schema && !isSame(schema, next[name], previous[name])) yield field.at(coreName).invalid(shown(next), 'field is immutable');
  }
}
