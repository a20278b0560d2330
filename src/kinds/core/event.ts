import { eventColumns } from './event-columns.ts';
import { validateEvent } from './event-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, int32, microTime, object, required, string, time, type Infer } from '../../model/schema.ts';
import { ObjectReference } from './reference.ts';

export const EventSeries = defineType('io.k8s.api.core.v1.EventSeries', 'How often an event has come again.', {
  count: int32(1, 'How often it has occurred so far.'),
  lastObservedTime: always(microTime(2, 'When it last occurred.')),
});

export interface EventSeries extends Infer<typeof EventSeries> {}

export const EventSource = defineType('io.k8s.api.core.v1.EventSource', 'Who saw an event.', {
  component: string(1, 'Component that saw it, such as kubelet.'),
  host: string(2, 'Node that it was seen on.'),
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
  description:
    'Something that happened to an object, for people to find out why. Kept for an hour and sometimes lost: programs should not build on it.',
  fields: {
    involvedObject: required(object(2, ObjectReference, 'Object that it happened to.')),
    reason: string(3, 'What happened, in one word, such as FailedScheduling.'),
    message: string(4, 'What happened, in a sentence.'),
    source: always(object(5, EventSource, 'Component that saw it, in older form.')),
    firstTimestamp: always(time(6, 'When it first occurred.')),
    lastTimestamp: always(time(7, 'When it last occurred.')),
    count: int32(8, 'How often it occurred.'),
    type: string(9, 'Normal, or Warning where something is amiss.'),
    eventTime: always(microTime(10, 'When it first occurred, to the microsecond.')),
    series: object(11, EventSeries, 'Set if it occurred more than once; none for a single event.'),
    action: string(12, 'What was done or tried.'),
    related: object(13, ObjectReference, 'A second object that has to do with it.'),
    reportingComponent: always(string(14, 'Controller that saw it, such as kubernetes.io/kubelet.')),
    reportingInstance: always(string(15, 'Which instance of that controller saw it.')),
  },
  dependents: 'none',
  createsOnUpdate: true,
  ruleOrder: { create: ['object'], update: ['object'] },
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
