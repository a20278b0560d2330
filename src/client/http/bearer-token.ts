import { readFile } from 'node:fs/promises';
import type { Clock } from '../../base/clock.ts';
import type { ClusterAccess } from '../kubeconfig/access.ts';

/** As upstream: tokens in files last about an hour and are replaced well before, so a minute is soon enough. */
const rereadMs = 60_000;

/** The token to show now, if any. */
export function bearerToken(
  { token, tokenFile }: Pick<ClusterAccess, 'token' | 'tokenFile'>,
  clock: Clock,
): () => Promise<string | undefined> {
  let current = token;
  let readAtMs = token === undefined ? Number.NEGATIVE_INFINITY : clock.now();
  return async () => {
    if (tokenFile === undefined || clock.now() - readAtMs < rereadMs) return current;
    readAtMs = clock.now();
    try {
      current = (await readFile(tokenFile, 'utf8')).trim();
    } catch (error) {
      // The old one may still do while the file is being replaced.
      if (current === undefined) throw error;
    }
    return current;
  };
}
