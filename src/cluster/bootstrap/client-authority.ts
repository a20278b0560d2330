import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { ApiError } from '../../model/errors.ts';
import type { Component } from '../../runtime/component.ts';

export interface ClientAuthorityOptions {
  readonly client: Client;
  /** Signs the certificates of clients. */
  readonly clientCaPem: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often it is looked whether somebody has changed it. As upstream. */
const everyMs = 60_000;
const ref = { namespace: 'kube-system', name: 'extension-apiserver-authentication' } as const;

/** Keeps the config map by which other servers know the certificates of the cluster's clients. */
export function clientAuthority({ client, clientCaPem, clock, log }: ClientAuthorityOptions): Component {
  return {
    name: 'client-authority',
    async run(signal) {
      while (!signal.aborted) {
        await keepClientAuthority(client, clientCaPem).catch((err: unknown) =>
          log.warn({ err }, 'authority for clients could not be told'),
        );
        await clock.sleep(everyMs, signal);
      }
    },
  };
}

/** Authorities of others that are told there stay: their clients may come here, too. */
export async function keepClientAuthority(client: Client, clientCaPem: string): Promise<void> {
  try {
    const current = await client.get(ConfigMap, ref);
    const told = current.data?.['client-ca-file'] ?? '';
    if (told.includes(clientCaPem.trim())) return;
    await client.update(ConfigMap, { ...current, data: { ...current.data, 'client-ca-file': `${told}${clientCaPem}` } });
  } catch (error) {
    if (ApiError.is(error, 'Conflict')) return;
    if (!ApiError.is(error, 'NotFound')) throw error;
    await client.create(ConfigMap, { metadata: ref, data: { 'client-ca-file': clientCaPem } }).catch((cause: unknown) => {
      if (!ApiError.is(cause, 'AlreadyExists')) throw cause;
    });
  }
}
