import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { createInformers } from '../client/create-informers.ts';
import type { Component } from '../runtime/component.ts';
import type { ClientAs } from './api-server.ts';
import type { PartObserver } from './part-observer.ts';
import { createScheduler } from '../scheduler/scheduler.ts';

export interface SchedulerStagesOptions {
  readonly clientAs: ClientAs;
  readonly clock: Clock;
  readonly log: Log;
  /** Sees its informers. */
  readonly observer?: PartObserver | undefined;
}

/** The scheduler with its informers, in stages. */
export function schedulerStages({ clientAs, clock, log, observer }: SchedulerStagesOptions): readonly (readonly Component[])[] {
  const client = clientAs({ name: 'system:kube-scheduler', groups: ['system:authenticated'] }, { userAgent: 'kube-scheduler' });
  const informers = createInformers({ client, clock, log });
  observer?.add('scheduler', informers);
  return [
    [{ name: 'scheduler-informers', run: (signal) => informers.run(signal) }],
    [createScheduler({ client, informers, clock, log, observer: observer?.scheduling })],
  ];
}
