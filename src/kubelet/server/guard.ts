import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { textAnswer, type TextAnswer } from '../../runtime/serving/answer.ts';
import { authenticateBy } from '../../runtime/serving/authenticate.ts';
import { authorizeBy } from './authorize.ts';
import { requestAttributes } from './request-attributes.ts';

/** Why a request may not be made; undefined when it may. */
export type Guard = (request: IncomingMessage, url: URL) => Promise<TextAnswer | undefined>;

export interface GuardOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  readonly nodeName: string;
}

/** Lets through those who say who they are and may do what they ask for, as the API server says. In doubt, nobody. */
export function accessGuard(options: GuardOptions): Guard {
  const { log } = options;
  const authenticate = authenticateBy(options);
  const authorize = authorizeBy(options);
  return async (request, { pathname: path }) => {
    const user = await authenticate(request).catch((error: unknown) => {
      log.warn({ err: error }, 'caller could not be authenticated');
      return undefined;
    });
    if (!user) return textAnswer(401, 'Unauthorized');
    const attributes = requestAttributes({ method: request.method ?? '', path });
    const { verb, subresources } = attributes;
    const about = `user=${user.name}, verb=${verb}, resource=nodes`;
    try {
      if (await authorize(user, attributes)) return undefined;
    } catch (error) {
      log.warn({ err: error, user: user.name }, 'caller could not be authorized');
      return textAnswer(500, `Authorization error (${about}, subresource=${subresources[0] ?? ''})`);
    }
    return textAnswer(403, `Forbidden (${about}, subresource(s)=[${subresources.join(' ')}])\n`);
  };
}
