import type { User } from '../../model/request.ts';

/** What one authenticator makes of credentials it has an opinion on. */
export type Finding =
  | {
      readonly type: 'user';
      readonly user: User;
      /** Which of the wanted audiences the credentials are for; all of them when absent. */
      readonly audiences?: readonly string[];
      readonly auditAnnotations?: Readonly<Record<string, string>>;
      /** For the client, though the credentials are good. */
      readonly warnings?: readonly string[];
    }
  | { readonly type: 'refused'; readonly reason: string };

/** Nothing means that the token is of another kind than the authenticator knows. */
export type TokenAuthenticator = (token: string, audiences: readonly string[]) => Finding | undefined | Promise<Finding | undefined>;

export const refused = (reason: string): Finding => ({ type: 'refused', reason });
