import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { defineType, always, int32, microTime, object, required, string, time, type Infer } from '../../model/schema.ts';
import { ObjectReference } from './reference.ts';

export const EventSeries = defineType('io.k8s.api.core.v1.EventSeries', {
  count: int32(1),
  lastObservedTime: always(microTime(2)),
});

export interface EventSeries extends Infer<typeof EventSeries> {}

export const EventSource = defineType('io.k8s.api.core.v1.EventSource', {
  component: string(1),
  host: string(2),
});

export interface EventSource extends Infer<typeof EventSource> {}

export const Event = defineKind({
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  shortNames: ['ev'],
  scope: 'Namespaced',
  schema: 'io.k8s.api.core.v1.Event',
  fields: {
    involvedObject: required(object(2, ObjectReference)),
    reason: string(3),
    message: string(4),
    source: always(object(5, EventSource)),
    firstTimestamp: always(time(6)),
    lastTimestamp: always(time(7)),
    count: int32(8),
    type: string(9),
    eventTime: always(microTime(10)),
    series: object(11, EventSeries),
    action: string(12),
    related: object(13, ObjectReference),
    reportingComponent: always(string(14)),
    reportingInstance: always(string(15)),
  },
});

export interface Event extends ObjectOf<typeof Event> {}
