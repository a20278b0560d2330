import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Clock } from '../../base/clock.ts';
import type { Client } from '../../client/client.ts';
import { TokenReview } from '../../kinds/authentication/token-review.ts';
import type { User } from '../../model/request.ts';
import { TimedCache } from './timed-cache.ts';

/** Who a request comes from; undefined for everybody who does not show it. Rejects when that cannot be found out. */
export type Authenticate = (request: IncomingMessage) => Promise<User | undefined>;

/** As upstream's `authentication.webhook.cacheTTL`. */
const reviewLifeMs = 2 * 60_000;

/** By a certificate the authority for clients has signed, or else by a bearer token the API server knows. */
export function authenticateBy({ client, clock }: { readonly client: Client; readonly clock: Clock }): Authenticate {
  const reviews = new TimedCache<User | undefined>({ clock, capacity: 1024, lifeMs: () => reviewLifeMs });
  return async ({ socket, headers }) => {
    const byCertificate = socket instanceof TLSSocket ? certificateUser(socket) : undefined;
    if (byCertificate) return byCertificate;
    const token = bearerToken(headers.authorization);
    // What is kept is no secret, unlike the token.
    return token === undefined
      ? undefined
      : await reviews.get(createHash('sha256').update(token).digest('base64'), () => review(client, token));
  };
}

export function bearerToken(authorization = ''): string | undefined {
  const [scheme = '', token = ''] = authorization.trim().split(' ');
  return scheme.toLowerCase() === 'bearer' && token !== '' ? token : undefined;
}

async function review(client: Client, token: string): Promise<User | undefined> {
  const { status } = await client.create(TokenReview, { metadata: {}, spec: { token } });
  const { username, groups = [], uid, extra } = status.user ?? {};
  if (!status.authenticated || !username) return undefined;
  return { name: username, groups, ...(uid !== undefined && { uid }), ...(extra && { extra }) };
}

function certificateUser(socket: TLSSocket): User | undefined {
  if (!socket.authorized) return undefined;
  // A repeated attribute is a list, which the declared type leaves out.
  const subject = socket.getPeerCertificate().subject as unknown as Record<string, string | string[] | undefined> | undefined;
  const name = [subject?.['CN'] ?? []].flat().at(-1);
  return name ? { name, groups: [...[subject?.['O'] ?? []].flat(), 'system:authenticated'] } : undefined;
}
