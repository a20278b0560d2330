import { Event as StoredEvent } from '../core/event.ts';
import { some } from '../optional-field.ts';
import type { Event } from './event.ts';

/** Both groups show the same events, which are stored as those of the core. Some fields have other names there. */
export function toStored(event: Readonly<Event>): StoredEvent {
  const { regarding, note, deprecatedSource, deprecatedFirstTimestamp, deprecatedLastTimestamp, deprecatedCount, ...same } = event;
  const { reportingController = '', reportingInstance = '', ...rest } = same;
  return {
    ...rest,
    apiVersion: 'v1',
    involvedObject: regarding ?? {},
    source: deprecatedSource ?? {},
    firstTimestamp: deprecatedFirstTimestamp ?? null,
    lastTimestamp: deprecatedLastTimestamp ?? null,
    ...some('message', note),
    ...some('count', deprecatedCount),
    reportingComponent: reportingController,
    reportingInstance,
  };
}

type AlwaysShown = 'regarding' | 'deprecatedSource' | 'deprecatedFirstTimestamp' | 'deprecatedLastTimestamp';

export function fromStored(event: Readonly<StoredEvent>): Event & Required<Pick<Event, AlwaysShown>> {
  const { involvedObject, message, source, firstTimestamp, lastTimestamp, count, eventTime, ...same } = event;
  const { reportingComponent, reportingInstance, series, ...rest } = same;
  return {
    ...rest,
    apiVersion: 'events.k8s.io/v1',
    eventTime: eventTime ?? null,
    ...(series && { series: { count: series.count ?? 0, lastObservedTime: series.lastObservedTime ?? '' } }),
    regarding: involvedObject,
    deprecatedSource: source ?? {},
    deprecatedFirstTimestamp: firstTimestamp ?? null,
    deprecatedLastTimestamp: lastTimestamp ?? null,
    ...some('note', message),
    ...some('deprecatedCount', count),
    ...some('reportingController', reportingComponent || undefined),
    ...some('reportingInstance', reportingInstance || undefined),
  };
}
