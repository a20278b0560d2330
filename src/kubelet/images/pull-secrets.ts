import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { Secret } from '../../kinds/core/secret.ts';
import { ApiError } from '../../model/errors.ts';
import { RegistryKeyring } from './registry-keyring.ts';

export interface PullSecretsOptions {
  readonly client: Client;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** The credentials of a pod. Secrets that are missing or broken are left out: the registry may not ask for them. */
export async function keyringOf(pod: Pod, { client, log, signal }: PullSecretsOptions): Promise<RegistryKeyring> {
  const namespace = pod.metadata.namespace ?? '';
  const secrets = await Promise.all(
    (pod.spec.imagePullSecrets ?? []).map(async ({ name = '' }) => {
      try {
        return await client.get(Secret, { namespace, name }, { signal });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        log.warn({ err: error, namespace, pod: pod.metadata.name, secret: name }, 'a pull secret could not be read');
        return undefined;
      }
    }),
  );
  const found = secrets.filter((secret) => secret !== undefined);
  try {
    return new RegistryKeyring(found);
  } catch (error) {
    log.warn({ err: error, namespace, pod: pod.metadata.name }, 'a pull secret holds no registry credentials');
    return new RegistryKeyring(found.filter(isReadable));
  }
}

function isReadable(secret: Secret): boolean {
  try {
    new RegistryKeyring([secret]).lookup('');
    return true;
  } catch {
    return false;
  }
}
