import { jittered } from '../../base/random.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { mismatch } from '../../kinds/core/persistent-volume/matching.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { storageClassOf } from '../../kinds/core/persistent-volume-claim/storage-class.ts';
import { isPodStopped } from '../../kinds/core/pod/readiness.ts';
import { newestDefault } from '../../kinds/newest-default.ts';
import { isDefaultClass, StorageClass } from '../../kinds/storage/storage-class.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import type { Client, Ref } from '../../client/client.ts';
import type { Cache } from '../../runtime/cache.ts';
import { defineController, index, on, type Context, type Controller } from '../../runtime/controller.ts';
import type { Work } from '../../runtime/work-queue.ts';
import { podsByClaim, podsOfClaim } from '../pods/pods-by-claim.ts';
import { bind, updateClaimStatus } from './bind.ts';
import { Candidates, volumesByClaim, volumesByClass } from './candidates.ts';
import { planClaim, type ClaimPlan, type Surroundings } from './claim-plan.ts';
import { statusWithout } from './claim-status.ts';

/** How often claims that wait are looked at, and told what they wait for. */
const waitMs = 15_000;

const waiting = 'waiting for class';
const chosen = 'chosen volume';

/** Finds volumes for claims, or asks for them to be made. One at a time, so that no two get the same. */
export function claimBinder(): Controller {
  const candidates = new Candidates();

  return defineController({
    name: 'persistent_volume_claim',
    for: PersistentVolumeClaim,
    reads: [Pod],
    indexes: [
      podsByClaim,
      volumesByClass,
      volumesByClaim,
      index(PersistentVolumeClaim, waiting, (claim) => (claim.spec.volumeName ? [] : [storageClassOf(claim) ?? ''])),
      index(PersistentVolumeClaim, chosen, ({ spec }) => (spec.volumeName ? [spec.volumeName] : [])),
    ],
    wakes: [
      on(PersistentVolume, (volume, { cache, isDeleted }) => [
        ...claimsNaming(volume, cache),
        ...(isDeleted || volume.spec.claimRef || volume.status.phase !== 'Available' ? [] : waitingClaims(volume, cache)),
      ]),
      on(StorageClass, ({ metadata }, { cache, isDeleted }) =>
        isDeleted ? [] : [...(isDefaultClass(metadata) ? refs(cache, waiting, '') : []), ...refs(cache, waiting, metadata.name)],
      ),
    ],

    async reconcile(claim, context) {
      return carryOut(claim, planClaim(claim, surroundings(context, candidates)), { ...context, candidates });
    },
  });
}

const refs = (cache: Cache, by: string, value: string): readonly Ref[] =>
  cache.byIndex(PersistentVolumeClaim, by, value).map(({ metadata }) => metadata);

/** Claims that have the volume or want no other, and the claim that the volume is for. */
function claimsNaming({ metadata, spec: { claimRef } }: PersistentVolume, cache: Cache): readonly Ref[] {
  const naming = refs(cache, chosen, metadata.name);
  return claimRef?.name ? [...naming, { name: claimRef.name, namespace: claimRef.namespace }] : naming;
}

const waitingClaims = (volume: PersistentVolume, cache: Cache): readonly Ref[] =>
  cache
    .byIndex(PersistentVolumeClaim, waiting, storageClassOf(volume) ?? '')
    .filter((claim) => mismatch(volume, claim) === undefined)
    .map(({ metadata }) => metadata);

const surroundings = ({ cache }: Context, candidates: Candidates): Surroundings => ({
  volumeNamed: (name) => cache.get(PersistentVolume, { name }),
  match: (claim, { onlyReserved }) => candidates.match(claim, { cache, onlyReserved }),
  classNamed: (name) => cache.get(StorageClass, { name }),
  defaultClass: () => newestDefault(cache.list(StorageClass), isDefaultClass),
  waitingPods: (claim) =>
    podsOfClaim(claim, cache)
      .filter((pod) => !pod.spec.nodeName && !isPodStopped(pod))
      .map(({ metadata }) => metadata.name),
});

const provisionerAnnotations = ['volume.beta.kubernetes.io/storage-provisioner', 'volume.kubernetes.io/storage-provisioner'];

async function carryOut(
  claim: PersistentVolumeClaim,
  plan: ClaimPlan,
  { client, events, candidates }: Context & { candidates: Candidates },
): Promise<Work | undefined> {
  switch (plan.do) {
    case 'bind':
      candidates.gave(await bind(claim, plan.volume, client));
      break;
    case 'assign class':
      await client.update(PersistentVolumeClaim, { ...claim, spec: { ...claim.spec, storageClassName: plan.className } });
      break;
    case 'ask':
      await ask(claim, plan.provisioner, client);
      events.event(claim, plan.event);
      return { afterMs: jittered(waitMs) };
    case 'wait':
      if (plan.event) events.event(claim, plan.event);
      await updateClaimStatus(claim, statusWithout(claim, 'Pending'), client);
      return { afterMs: jittered(waitMs) };
    case 'give up':
      if (claim.status.phase === 'Lost') break;
      await updateClaimStatus(claim, statusWithout(claim, 'Lost'), client);
      events.event(claim, plan.event);
  }
  return undefined;
}

/** Tells who makes volumes of the claim's class that one is wanted. */
async function ask(claim: PersistentVolumeClaim, provisioner: string, client: Client): Promise<void> {
  const { annotations = {} } = claim.metadata;
  if (annotations['volume.kubernetes.io/storage-provisioner'] === provisioner) return;
  const asking = { ...annotations, ...Object.fromEntries(provisionerAnnotations.map((name) => [name, provisioner])) };
  await client.update(PersistentVolumeClaim, { ...claim, metadata: { ...claim.metadata, annotations: asking } });
}
