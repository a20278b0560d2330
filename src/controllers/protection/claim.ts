import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodTerminal } from '../../kinds/core/pod/readiness.ts';
import { podClaimNames } from '../../kinds/core/pod/references.ts';
import { isControlledBy } from '../../model/owner-references.ts';
import { on, type Context, type Controller } from '../../runtime/controller.ts';
import { podsByClaim, podsOfClaim } from '../pods/pods-by-claim.ts';
import { protect } from './protect.ts';

/** Keeps claims for as long as pods use them. */
export const claimProtectionController: Controller = protect({
  name: 'pvcprotection',
  for: PersistentVolumeClaim,
  finalizer: 'kubernetes.io/pvc-protection',
  indexes: [podsByClaim],
  wakes: [
    on(Pod, (pod, { isDeleted }) =>
      isDeleted || isPodTerminal(pod) || !pod.spec.nodeName || isShutDown(pod)
        ? [...podClaimNames(pod)].map((name) => ({ namespace: pod.metadata.namespace, name }))
        : [],
    ),
  ],
  async isUsed(claim, context) {
    if (podsOfClaim(claim, context.cache).some((pod) => usesClaim(pod, claim))) return true;
    // A pod may have come that is not in the copy yet: what is deleted now cannot be had back.
    return (await livePods(claim, context)).some((pod) => usesClaim(pod, claim));
  },
});

async function livePods({ metadata: { namespace } }: PersistentVolumeClaim, { client, signal }: Context): Promise<readonly Pod[]> {
  return (await client.list(Pod, { namespace, signal })).items;
}

/** A pod that has no node yet will not be started with a claim that is being deleted, so it does not count. */
export function usesClaim(pod: Pod, claim: PersistentVolumeClaim): boolean {
  if (!pod.spec.nodeName) return false;
  return (pod.spec.volumes ?? []).some(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim) return persistentVolumeClaim.claimName === claim.metadata.name;
    return ephemeral && !isShutDown(pod) && `${pod.metadata.name}-${name}` === claim.metadata.name && isControlledBy(claim, pod);
  });
}

/** Its kubelet is done with it, or nobody waits for that. Its own claims go with it and must not wait for each other. */
const isShutDown = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0;
