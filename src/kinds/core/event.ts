import { eventColumns } from './event-columns.ts';
import { validateEvent } from './event-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
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

export interface Event extends KubeObject {
  involvedObject: ObjectReference;
  reason?: string;
  message?: string;
  source?: EventSource;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  count?: number;
  type?: string;
  eventTime?: string | null;
  series?: EventSeries;
  action?: string;
  related?: ObjectReference;
  reportingComponent?: string;
  reportingInstance?: string;
}

export const Event: Kind<Event> = defineKind({
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
  dependents: 'none',
  createsOnUpdate: true,
  *validate({ metadata, involvedObject, eventTime, reportingComponent, reportingInstance, action, reason, message }, field) {
    const reporter = { controller: reportingComponent, controllerField: 'reportingComponent', instance: reportingInstance };
    yield* validateEvent(
      { namespace: metadata.namespace ?? '', regarding: involvedObject, eventTime, action, reason, message, ...reporter },
      field,
    );
  },
  columns: eventColumns<Event>((event) => event),
  selectableFields: [
    ...(['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'] as const).map((name) => ({
      path: `involvedObject.${name}`,
      value: ({ involvedObject }: Readonly<Event>) => involvedObject[name] ?? '',
    })),
    { path: 'reason', value: ({ reason }) => reason ?? '' },
    { path: 'reportingComponent', value: ({ reportingComponent }) => reportingComponent ?? '' },
    { path: 'source', value: ({ source, reportingComponent }) => source?.component || (reportingComponent ?? '') },
    { path: 'type', value: ({ type }) => type ?? '' },
  ],
});
