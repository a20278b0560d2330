import { Channel } from '../../base/channel.ts';
import { timestamp, type Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { jittered, randomSuffix } from '../../base/random.ts';
import { Event } from '../../kinds/core/event.ts';
import { ApiError } from '../../model/errors.ts';
import type { New } from '../../model/kind.ts';
import type { Client } from '../client.ts';
import { EventCorrelator, type Correlated } from './correlator.ts';

/** What an event is about. Any object will do. */
export interface EventTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
  };
}

export interface EventDetails {
  /** `Normal`, unless given. */
  readonly type?: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** The part of the object, e.g. `spec.containers{web}`. */
  readonly fieldPath?: string;
}

/** Tells users what happened to an object. Never waits and never throws: what cannot be told is dropped. */
export interface EventRecorder {
  event(target: EventTarget, details: EventDetails): void;
}

export interface EventRecorderOptions {
  readonly client: Client;
  /** Who speaks, e.g. `replicaset-controller`. */
  readonly component: string;
  /** On which node, for those who are on one. */
  readonly host?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

const queueLimit = 1000;
const tries = 12;
const retryMs = 10_000;

/** Writes what it is told while `run` runs; what is told before waits for that. */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder & { run(signal: AbortSignal): Promise<void> } {
  const { clock, log } = options;
  const queue = new Channel<New<Event>>({ capacity: queueLimit });
  const correlator = new EventCorrelator({ clock });
  const nameOf = eventNames(clock);
  let dropped = 0;
  return {
    event(target, details) {
      const event = eventAbout(target, details, { ...options, nameOf });
      if (queue.push(event)) return;
      dropped++;
      // Those that are many come by the thousand: the first is told, then the tenth, the hundredth and so on.
      if (/^10*$/.test(String(dropped)))
        log.warn({ dropped, reason: details.reason, kind: target.kind }, 'events dropped, too many wait to be written');
    },
    async run(signal) {
      const stop = () => queue.close();
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      for await (const event of queue) {
        if (signal.aborted) return;
        await write(correlator.correlate(event), { ...options, correlator, signal });
      }
    },
  };
}

function eventAbout(
  { apiVersion, kind, metadata: { name, namespace, uid, resourceVersion } }: EventTarget,
  { type = 'Normal', reason, message, annotations, fieldPath }: EventDetails,
  { component, host, clock, nameOf }: EventRecorderOptions & { nameOf: (name: string) => string },
): New<Event> {
  const now = timestamp(clock.now());
  return {
    metadata: { name: nameOf(name), namespace: namespace ?? 'default', ...(annotations && { annotations: { ...annotations } }) },
    involvedObject: {
      kind,
      apiVersion,
      name,
      ...(namespace && { namespace }),
      ...(uid && { uid }),
      ...(resourceVersion && { resourceVersion }),
      ...(fieldPath && { fieldPath }),
    },
    type,
    reason,
    message,
    source: { component, ...(host && { host }) },
    reportingComponent: component,
    reportingInstance: host ?? '',
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    eventTime: noTime,
  };
}

// The type has no null, which is how the API writes the time of an event that is counted instead.
const noTime = null as unknown as string;

/** `<object>.<time in hexadecimal nanoseconds>`, never the same twice. */
function eventNames(clock: Clock): (name: string) => string {
  let last = 0n;
  return (name) => {
    const now = BigInt(Math.trunc(clock.now())) * 1_000_000n;
    last = now > last ? now : last + 1n;
    const suffix = last.toString(16);
    const fits = name.length + 1 + suffix.length <= 253;
    return `${fits ? name : randomSuffix(10)}.${suffix}`;
  };
}

interface Writing extends EventRecorderOptions {
  readonly correlator: EventCorrelator;
  readonly signal: AbortSignal;
}

async function write(correlated: Correlated, options: Writing): Promise<void> {
  if (correlated.type === 'drop') return;
  const { correlator, clock, log, signal } = options;
  for (let attempt = 1; attempt <= tries && !signal.aborted; attempt++) {
    try {
      correlator.written(correlated.key, await send(correlated, options));
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError) {
        // Namespaces on their way out take no events, and an event that was made is made.
        const expected = ApiError.is(error, 'AlreadyExists', 'Forbidden', 'NotFound');
        log[expected ? 'debug' : 'warn']({ err: error, reason: correlated.event.reason }, 'event refused');
        return;
      }
      log.warn({ err: error, attempt }, 'event not written');
      // The first wait is random, so that all parts do not come back at once after an API server's pause.
      await clock.sleep(attempt === 1 ? jittered(0.5, 1) * retryMs : retryMs, signal);
    }
  }
}

async function send(correlated: Exclude<Correlated, { type: 'drop' }>, { client, signal }: Writing): Promise<Event> {
  const { event } = correlated;
  if (correlated.type === 'create') return client.create(Event, event, { signal });
  const { count, lastTimestamp, message } = event;
  const ref = { name: correlated.name, namespace: event.metadata.namespace };
  try {
    return await client.patch(Event, ref, { type: 'strategic', body: { count, lastTimestamp, message } }, { signal });
  } catch (error) {
    if (!ApiError.is(error, 'NotFound')) throw error;
    return client.create(Event, event, { signal });
  }
}
