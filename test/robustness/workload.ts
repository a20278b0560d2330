import { systemClock } from '../../src/base/clock.ts';
import type { Client } from '../../src/client/client.ts';
import { ConfigMap } from '../../src/kinds/core/config-map.ts';
import { ApiError, type Reason } from '../../src/model/errors.ts';
import { randomBelow } from '../../src/base/random.ts';
import type { Answer, Call, Operation } from './operation.ts';
import type { AcknowledgedWrite } from './watch-guarantees.ts';

export const namespace = 'default';
const pauseMs = 20;

/** What many clients did, in the order in which it was seen to begin and to end. */
export class Recorder {
  readonly operations: Operation[] = [];
  readonly writes: AcknowledgedWrite[] = [];
  readonly deletions: { readonly key: string; readonly value: string }[] = [];
  #clock = 0;

  tick(): number {
    return ++this.#clock;
  }
}

export interface WorkloadOptions {
  /** The client to use now: servers come and go. */
  readonly client: () => Client;
  readonly keys: readonly string[];
  readonly recorder: Recorder;
  /** Makes the values of this client its own. */
  readonly name: string;
  readonly signal: AbortSignal;
}

/** Reads and writes keys at random, one call after the other, until the signal aborts. */
export async function work({ client, keys, recorder, name, signal }: WorkloadOptions): Promise<void> {
  const known = new Map<string, ConfigMap>();
  for (let count = 0; !signal.aborted; count++) {
    const key = keys[randomBelow(keys.length)] ?? '';
    const call = callOn(known.get(key), `${name}-${count}`);
    const called = recorder.tick();
    const { answer, object } = await perform(client(), key, call, known.get(key));
    const answered = recorder.tick();
    recorder.operations.push({ key, call, answer, called, answered: answer ? answered : Number.POSITIVE_INFINITY });
    if (object) known.set(key, object);
    else known.delete(key);
    // Whoever is away is not asked all the time.
    if (!answer) await systemClock.sleep(pauseMs, signal);
    if (answer?.type !== 'done') continue;
    if (call.type === 'delete') recorder.deletions.push({ key, value: call.expect });
    else if (object && call.type !== 'read') {
      recorder.writes.push({ key, revision: Number(object.metadata.resourceVersion), value: call.value });
    }
  }
}

function callOn(object: ConfigMap | undefined, value: string): Call {
  const die = randomBelow(10);
  if (!object) return die < 4 ? { type: 'read' } : { type: 'create', value };
  const expect = valueOf(object);
  if (die < 3) return { type: 'read' };
  return die < 9 ? { type: 'update', expect, value } : { type: 'delete', expect };
}

export const valueOf = ({ data }: ConfigMap): string => data?.['value'] ?? '';

interface Performed {
  readonly answer?: Answer;
  /** The key's object, as far as the client knows. */
  readonly object?: ConfigMap | undefined;
}

async function perform(client: Client, key: string, call: Call, known: ConfigMap | undefined): Promise<Performed> {
  const ref = { namespace, name: key };
  try {
    switch (call.type) {
      case 'read': {
        const object = await client.get(ConfigMap, ref);
        return { answer: { type: 'value', value: valueOf(object) }, object };
      }
      case 'create': {
        const object = await client.create(ConfigMap, { metadata: ref, data: { value: call.value } });
        return { answer: { type: 'done' }, object };
      }
      case 'update': {
        if (!known) throw new Error('nobody updates what they do not know');
        const object = await client.update(ConfigMap, { ...known, data: { value: call.value } });
        return { answer: { type: 'done' }, object };
      }
      case 'delete': {
        const { uid, resourceVersion } = known?.metadata ?? {};
        await client.delete(ConfigMap, ref, { preconditions: { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) } });
        return { answer: { type: 'done' } };
      }
      default:
        return call satisfies never;
    }
  } catch (error) {
    return refusal(error, call);
  }
}

const lost: readonly Reason[] = ['AlreadyExists', 'Conflict', 'NotFound'];

/** Refusals tell that nothing was done; whatever else goes wrong tells nothing. */
function refusal(error: unknown, { type }: Call): Performed {
  if (type === 'read') return ApiError.is(error, 'NotFound') ? { answer: { type: 'value', value: undefined } } : {};
  return lost.some((reason) => ApiError.is(error, reason)) ? { answer: { type: 'lost' } } : {};
}
