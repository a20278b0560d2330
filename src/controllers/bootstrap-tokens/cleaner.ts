import { Secret } from '../../kinds/core/secret.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, type Controller } from '../../runtime/controller.ts';
import { bootstrapTokens, tokenEndMs } from './token.ts';

/** Deletes bootstrap tokens whose time is over. */
export const tokenCleanerController: Controller = defineController({
  name: 'token_cleaner',
  for: Secret,
  selects: [bootstrapTokens],

  async reconcile(secret, { client, clock }) {
    const leftMs = tokenEndMs(secret) - clock.now();
    if (leftMs === Number.POSITIVE_INFINITY) return undefined;
    if (leftMs > 0) return { afterMs: leftMs };
    try {
      await client.delete(Secret, secret.metadata, { preconditions: { uid: secret.metadata.uid } });
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
    }
    return undefined;
  },
});
