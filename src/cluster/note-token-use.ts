import { apiServerUser } from '../apiserver/authentication/user.ts';
import type { NoteTokenUse } from '../apiserver/authentication/service-account/legacy-token.ts';
import type { Log } from '../base/log.ts';
import { Secret } from '../kinds/core/secret.ts';
import type { ClientAs } from './api-server.ts';

/** The API server labels a Secret when somebody has shown its token. That it cannot is no reason to turn them away. */
export const noteTokenUse =
  ({ clientAs, log }: { readonly clientAs: ClientAs; readonly log: Log }): NoteTokenUse =>
  async ({ uid, ...ref }, labels) => {
    try {
      const body = { metadata: { ...(uid !== undefined && { uid }), labels } };
      await clientAs(apiServerUser).patch(Secret, ref, { type: 'merge', body });
    } catch (err) {
      log.warn({ err, ...ref }, 'use of a token could not be noted');
    }
  };
