import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { ApiError } from '../../model/errors.ts';
import { formatDay, isDay } from '../../model/timestamp.ts';
import type { Component } from '../../runtime/component.ts';

/** Who deletes it has to wait until it is made again: servers that do not track tokens delete it. As upstream. */
const everyMs = 30 * 60 * 1000;
const ref = { namespace: 'kube-system', name: 'kube-apiserver-legacy-service-account-token-tracking' } as const;

export interface LegacyTokenTrackingOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
}

/** Keeps the config map that says since which day uses of tokens in Secrets are noted: only what was unused since then is unused. */
export function legacyTokenTracking({ client, clock, log }: LegacyTokenTrackingOptions): Component {
  return {
    name: 'legacy-token-tracking',
    async run(signal) {
      while (!signal.aborted) {
        await keepTrackingSince(client, clock).catch((err: unknown) => log.warn({ err }, 'tracking of tokens could not be told'));
        await clock.sleep(everyMs, signal);
      }
    },
  };
}

export async function keepTrackingSince(client: Client, clock: Clock): Promise<void> {
  const since = formatDay(clock.now());
  try {
    const current = await client.get(ConfigMap, ref);
    if (isDay(current.data?.['since'] ?? '')) return;
    await client.update(ConfigMap, { ...current, data: { ...current.data, since } });
  } catch (error) {
    if (ApiError.is(error, 'Conflict')) return;
    if (!ApiError.is(error, 'NotFound')) throw error;
    await client.create(ConfigMap, { metadata: ref, data: { since } }).catch(ifMadeByAnother);
  }
}

function ifMadeByAnother(error: unknown): void {
  if (!ApiError.is(error, 'AlreadyExists')) throw error;
}
