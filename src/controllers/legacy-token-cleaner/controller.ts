import { ConfigMap } from '../../kinds/core/config-map.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { podSecretNames } from '../../kinds/core/pod/references.ts';
import { Secret } from '../../kinds/core/secret.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { ApiError } from '../../model/errors.ts';
import { formatDay, isDay } from '../../model/timestamp.ts';
import { defineController, type Context, type Controller } from '../../runtime/controller.ts';
import { invalidSinceLabel, verdictOn } from './plan.ts';

const dayMs = 24 * 60 * 60 * 1000;
const tracking = { namespace: 'kube-system', name: 'kube-apiserver-legacy-service-account-token-tracking' } as const;

/** Deletes tokens in Secrets that were made for service accounts unasked and that nobody has used for `cleanUpMs`: a year, unless given. */
export function legacyTokenCleaner({ cleanUpMs = 365 * dayMs }: { readonly cleanUpMs?: number | undefined } = {}): Controller {
  return defineController({
    name: 'legacy_service_account_token_cleaner',
    for: Secret,
    selects: [{ kind: Secret, fieldSelector: 'type=kubernetes.io/service-account-token' }],
    reads: [ServiceAccount, Pod],

    async reconcile(secret, context) {
      const { cache, client, clock } = context;
      const { namespace = '', uid, resourceVersion } = secret.metadata;
      const nowMs = clock.now();
      const verdict = verdictOn(secret, {
        account: accountOf(secret, context),
        unusedBeforeMs: nowMs - cleanUpMs,
        isUsedByPod: () => cache.list(Pod, namespace).some((pod) => podSecretNames(pod).has(secret.metadata.name)),
      });
      if (verdict !== 'keep' && nowMs >= (await trackedSinceMs(context)) + cleanUpMs) {
        try {
          if (verdict === 'mark') {
            const body = { metadata: { uid, labels: { [invalidSinceLabel]: formatDay(nowMs) } } };
            await client.patch(Secret, secret.metadata, { type: 'merge', body });
          } else {
            await client.delete(Secret, secret.metadata, { preconditions: { resourceVersion } });
          }
        } catch (error) {
          if (!ApiError.is(error, 'NotFound')) throw error;
        }
      }
      return { afterMs: dayMs };
    },
  });
}

function accountOf({ metadata: { namespace = '', annotations = {} } }: Secret, { cache }: Context): ServiceAccount | undefined {
  const name = annotations['kubernetes.io/service-account.name'];
  const uid = annotations['kubernetes.io/service-account.uid'];
  const account = name ? cache.get(ServiceAccount, { namespace, name }) : undefined;
  return !uid || account?.metadata.uid === uid ? account : undefined;
}

/** The end of the day on which API servers began to note uses; never, while they do not say. */
async function trackedSinceMs({ client }: Context): Promise<number> {
  try {
    const since = (await client.get(ConfigMap, tracking)).data?.['since'] ?? '';
    return isDay(since) ? Date.parse(since) + dayMs : Number.POSITIVE_INFINITY;
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
