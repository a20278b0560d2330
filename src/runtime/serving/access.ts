import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { ApiError } from '../../model/errors.ts';
import type { User } from '../../model/request.ts';
import { jsonAnswer, textAnswer, type Answer } from './answer.ts';
import { authenticateBy, bearerToken } from './authenticate.ts';
import { reviewAccessBy } from './review-access.ts';

export interface AccessOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
}

/** Why a request for a path may not be made; undefined when it may. */
export type CheckAccess = (request: IncomingMessage, path: string) => Promise<Answer | undefined>;

/** As upstream: whoever supervises a part need not say who it is, and administrators need not be asked about. */
const alwaysAllowedPaths: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz']);
const alwaysAllowedGroup = 'system:masters';
const lives = { allowedLifeMs: 10_000, refusedLifeMs: 10_000 };

const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** Lets through those who may read a path as the API server says; who they are, it says too, unless they show a certificate. */
export function checkAccessBy({ client, clock, log }: AccessOptions): CheckAccess {
  const authenticate = authenticateBy({ client, clock });
  const reviewAccess = reviewAccessBy({ client, clock, ...lives });
  return async (request, path) => {
    const known = await authenticate(request).catch((error: unknown) => {
      log.warn({ err: error }, 'caller could not be authenticated');
      return undefined;
    });
    if (!known && bearerToken(request.headers.authorization) !== undefined) return refusal(new ApiError('Unauthorized', 'Unauthorized'));
    const user = known ?? anonymous;
    if (alwaysAllowedPaths.has(path) || user.groups.includes(alwaysAllowedGroup)) return undefined;
    const verb = (request.method ?? 'GET').toLowerCase();
    try {
      if (await reviewAccess(user, { nonResourceAttributes: { path, verb } })) return undefined;
    } catch (error) {
      log.warn({ err: error, user: user.name }, 'caller could not be authorized');
      return textAnswer(500, 'Internal Server Error: the API server could not be asked\n');
    }
    return refusal(
      new ApiError('Forbidden', `forbidden: User ${JSON.stringify(user.name)} cannot ${verb} path ${JSON.stringify(path)}`, {
        details: {},
      }),
    );
  };
}

const refusal = ({ status }: ApiError): Answer => ({ ...jsonAnswer(status), status: status.code });
