import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Client, Transport } from '../client/client.ts';
import { createClient } from '../client/create-client.ts';
import type { TokenRequest } from '../kinds/authentication/token-request.ts';
import { ServiceAccount } from '../kinds/core/service-account.ts';
import { ApiError } from '../model/errors.ts';
import type { ClientAs } from './api-server.ts';

export interface ServiceAccountClientsOptions {
  /** May make service accounts and tokens for them; also stands in for users that are no service accounts. */
  readonly client: Client;
  /** Shows no credentials of its own. */
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
}

interface Account {
  readonly namespace: string;
  readonly name: string;
}

const lifeSeconds = 3600;
/** Renewed well before they end, so that an API server that is away for a while does no harm. */
const renewAfter = 0.5;

/** Clients that act as service accounts, by tokens that are asked for when they are needed. */
export function serviceAccountClients(options: ServiceAccountClientsOptions): ClientAs {
  return ({ name: user }, { userAgent = 'kubets' } = {}) => {
    const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
    if (namespace === undefined || name === undefined) return options.client;
    const token = accountToken({ namespace, name }, options);
    const transport: Transport = async (request) =>
      options.transport({ ...request, credentials: { type: 'bearer', token: await token() } });
    return createClient({ transport, userAgent: `${userAgent}/${name}`, clock: options.clock });
  };
}

/** The token to show now. All who ask while one is being fetched wait for that one; none of them can cancel it. */
function accountToken(account: Account, { client, clock, log }: ServiceAccountClientsOptions): () => Promise<string> {
  let held: { readonly token: string; readonly renewAtMs: number; readonly endsAtMs: number } | undefined;
  let fetching: Promise<string> | undefined;
  const fetch = async (): Promise<string> => {
    try {
      const { token = '', expirationTimestamp = '' } = (await requestToken(account, client)).status;
      const nowMs = clock.now();
      const endsAtMs = Date.parse(expirationTimestamp);
      held = { token, renewAtMs: nowMs + (endsAtMs - nowMs) * renewAfter, endsAtMs };
      return token;
    } catch (error) {
      if (!held || clock.now() >= held.endsAtMs) throw error;
      log.warn({ err: error, account: account.name }, 'token could not be renewed');
      return held.token;
    }
  };
  return async () => {
    if (held && clock.now() < held.renewAtMs) return held.token;
    fetching ??= fetch().finally(() => (fetching = undefined));
    return fetching;
  };
}

async function requestToken(account: Account, client: Client): Promise<TokenRequest> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: lifeSeconds } };
  const request = () => client.post<TokenRequest>(ServiceAccount, account, 'token', body);
  try {
    return await request();
  } catch (error) {
    if (!ApiError.is(error, 'NotFound')) throw error;
  }
  try {
    await client.create(ServiceAccount, { metadata: account });
  } catch (error) {
    if (!ApiError.is(error, 'AlreadyExists')) throw error;
  }
  return request();
}
