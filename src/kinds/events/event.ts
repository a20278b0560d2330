import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { defineType, always, int32, microTime, object, required, string, time, type Infer } from '../../model/schema.ts';
import { EventSource } from '../core/event.ts';
import { ObjectReference } from '../core/reference.ts';

export const EventSeries = defineType('io.k8s.api.events.v1.EventSeries', {
  count: required(int32(1)),
  lastObservedTime: required(microTime(2)),
});

export interface EventSeries extends Infer<typeof EventSeries> {}

export const Event = defineKind({
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  shortNames: ['ev'],
  scope: 'Namespaced',
  schema: 'io.k8s.api.events.v1.Event',
  fields: {
    eventTime: required(microTime(2)),
    series: object(3, EventSeries),
    reportingController: string(4),
    reportingInstance: string(5),
    action: string(6),
    reason: string(7),
    regarding: always(object(8, ObjectReference)),
    related: object(9, ObjectReference),
    note: string(10),
    type: string(11),
    deprecatedSource: always(object(12, EventSource)),
    deprecatedFirstTimestamp: always(time(13)),
    deprecatedLastTimestamp: always(time(14)),
    deprecatedCount: int32(15),
  },
});

export interface Event extends ObjectOf<typeof Event> {}
