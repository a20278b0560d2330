import { systemClock, type Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { randomBelow } from '../../base/random.ts';
import type { Client } from '../../client/client.ts';
import type { TokenRequest } from '../../kinds/authentication/token-request.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { messageOf } from './failures.ts';

export interface ServiceAccountTokensOptions {
  readonly client: Client;
  readonly log: Log;
  readonly clock?: Clock | undefined;
}

export interface TokenOptions {
  /** The API server's own, unless given. */
  readonly audience?: string | undefined;
  readonly expirationSeconds?: number | undefined;
  readonly signal: AbortSignal;
}

interface Held {
  readonly podUid: string;
  readonly token: string;
  readonly expiresAtMs: number;
  readonly renewAtMs: number;
}

const dayMs = 24 * 60 * 60_000;
const maxJitterMs = 10_000;

/** Tokens for pods, each bound to its pod and replaced when four fifths of its life, or a day, have passed. */
export class ServiceAccountTokens {
  readonly #client: Client;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #held = new Map<string, Held>();

  constructor({ client, log, clock = systemClock }: ServiceAccountTokensOptions) {
    this.#client = client;
    this.#log = log;
    this.#clock = clock;
  }

  get size(): number {
    return this.#held.size;
  }

  /** Throws an Error when there is none that is still good. */
  async token(pod: Pod, { audience, expirationSeconds, signal }: TokenOptions): Promise<string> {
    const { uid, name, namespace = '' } = pod.metadata;
    const account = pod.spec.serviceAccountName ?? '';
    const key = JSON.stringify([account, namespace, audience, expirationSeconds, name, uid]);
    const held = this.#held.get(key);
    const nowMs = this.#clock.now();
    if (held && nowMs < held.renewAtMs) return held.token;
    try {
      const fresh = await this.#request(pod, { audience, expirationSeconds, signal });
      this.#held.set(key, fresh);
      return fresh.token;
    } catch (error) {
      if (!held) throw new Error(`failed to fetch token: ${messageOf(error)}`, { cause: error });
      if (nowMs >= held.expiresAtMs) throw new Error(`token ${key} expired and refresh failed: ${messageOf(error)}`, { cause: error });
      this.#log.warn({ err: error, namespace, pod: name, account }, 'token could not be renewed');
      return held.token;
    }
  }

  /** The pod needs none any more. */
  release(podUid: string): void {
    for (const [key, held] of this.#held) if (held.podUid === podUid) this.#held.delete(key);
  }

  async #request({ metadata, spec }: Pod, { audience, expirationSeconds, signal }: TokenOptions): Promise<Held> {
    const { uid, name, namespace } = metadata;
    const body = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {
        audiences: audience ? [audience] : [],
        ...(expirationSeconds !== undefined && { expirationSeconds }),
        boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
      },
    };
    const account = { namespace, name: spec.serviceAccountName ?? '' };
    const answer = await this.#client.post<TokenRequest>(ServiceAccount, account, 'token', body, { signal });
    return heldToken(answer, { podUid: uid, nowMs: this.#clock.now(), jitterMs: randomBelow(maxJitterMs) });
  }
}

/** When a token is to be replaced, from what the API server says of it. */
export function heldToken(
  { spec, status }: Pick<TokenRequest, 'spec' | 'status'>,
  { podUid, nowMs, jitterMs }: { podUid: string; nowMs: number; jitterMs: number },
): Held {
  const expiresAtMs = Date.parse(status.expirationTimestamp ?? '');
  const lifeMs = spec.expirationSeconds ? spec.expirationSeconds * 1000 : expiresAtMs - nowMs;
  const issuedAtMs = expiresAtMs - lifeMs;
  const renewAtMs = Math.min(issuedAtMs + dayMs, expiresAtMs - lifeMs / 5) - jitterMs;
  return { podUid, token: status.token ?? '', expiresAtMs, renewAtMs };
}
