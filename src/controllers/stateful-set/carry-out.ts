import type { StatefulSet } from '../../kinds/apps/stateful-set/index.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { ApiError } from '../../model/errors.ts';
import type { New } from '../../model/kind.ts';
import type { Context } from '../../runtime/controller.ts';
import { slowStart } from '../slow-start.ts';
import { messageOf } from '../failure.ts';
import { claimName, claimsFor, hasOtherController, withOwners, type Claimant } from './claims.ts';
import { isParallel, type Plan, type Step } from './plan.ts';
import { withIdentity } from './pods.ts';

/** Does what is planned, up to the first failure, which it throws. */
export async function carryOut(set: StatefulSet, { phases }: Plan, context: Context): Promise<void> {
  for (const steps of phases) {
    if (isParallel(set)) await slowStart(steps.length, async (index) => take(set, steps[index], context));
    else for (const step of steps) await take(set, step, context);
  }
}

async function take(set: StatefulSet, step: Step | undefined, context: Context): Promise<void> {
  switch (step?.do) {
    case 'create':
      return createPod(set, step, context);
    case 'delete':
      return telling(set, { verb: 'Delete', name: step.pod.metadata.name, context }, () => remove(step.pod, context));
    case 'repair':
      return telling(set, { verb: 'Update', name: step.claimant.name, context }, async () => {
        await makeClaims(set, step.claimant, context);
        await ownClaims(set, step.claimant, context);
        await context.client.update(Pod, withIdentity(set, step.pod));
      });
    case 'claim':
      return makeClaims(set, step.claimant, context);
    case 'own claims':
      return ownClaims(set, step.claimant, context);
    case undefined:
  }
}

async function createPod(set: StatefulSet, { pod, claimant }: { pod: New<Pod>; claimant: Claimant }, context: Context): Promise<void> {
  await telling(set, { verb: 'Create', name: claimant.name, context, isQuiet: isTaken }, async () => {
    await makeClaims(set, claimant, context);
    await ownClaims(set, claimant, context);
    await context.client.create(Pod, pod);
  });
}

/** A pod of that name is there that is not ours, or not yet known to be: trying again is all there is to do. */
const isTaken = (error: unknown): boolean => ApiError.is(error, 'AlreadyExists');

async function remove({ metadata }: Pod, { client }: Context): Promise<void> {
  try {
    await client.delete(Pod, metadata, { preconditions: { uid: metadata.uid } });
  } catch (error) {
    if (!ApiError.is(error, 'NotFound')) throw error;
  }
}

interface Telling {
  readonly verb: 'Create' | 'Update' | 'Delete';
  readonly name: string;
  readonly context: Context;
  readonly isQuiet?: (error: unknown) => boolean;
}

async function telling(set: StatefulSet, { verb, name, context, isQuiet }: Telling, work: () => Promise<void>): Promise<void> {
  const about = `${verb} Pod ${name} in StatefulSet ${set.metadata.name}`;
  try {
    await work();
    context.events.event(set, { reason: `Successful${verb}`, message: `${about} successful` });
  } catch (error) {
    const message = `${about} failed error: ${messageOf(error)}`;
    if (!isQuiet?.(error)) context.events.event(set, { type: 'Warning', reason: `Failed${verb}`, message });
    throw error;
  }
}

async function makeClaims(set: StatefulSet, claimant: Claimant, { client, cache, events }: Context): Promise<void> {
  const failures: string[] = [];
  for (const { claim } of claimsFor(set, claimant)) {
    const { name = '', namespace } = claim.metadata;
    const existing = cache.get(PersistentVolumeClaim, { name, ...(namespace && { namespace }) });
    if (existing?.metadata.deletionTimestamp !== undefined) failures.push(`pvc ${name} is being deleted`);
    if (existing) continue;
    const about = (linked: string) => `Create Claim ${name} ${linked} ${claimant.name} in StatefulSet ${set.metadata.name}`;
    try {
      await client.create(PersistentVolumeClaim, claim);
      events.event(set, { reason: 'SuccessfulCreate', message: `${about('Pod')} success` });
    } catch (error) {
      failures.push(`failed to create PVC ${name}: ${messageOf(error)}`);
      if (ApiError.is(error, 'AlreadyExists')) continue;
      events.event(set, { type: 'Warning', reason: 'FailedCreate', message: `${about('for Pod')} failed error: ${messageOf(error)}` });
    }
  }
  if (failures.length > 0) throw new Error(failures.length === 1 ? failures[0] : `[${failures.join(', ')}]`);
}

async function ownClaims(set: StatefulSet, claimant: Claimant, { client, cache, events }: Context): Promise<void> {
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const name = claimName(set, template.metadata.name, claimant.ordinal);
    const claim = cache.get(PersistentVolumeClaim, { name, namespace: set.metadata.namespace });
    if (!claim) continue;
    if (hasOtherController(set, claim, claimant)) {
      const message = `PersistentVolumeClaim ${name} has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim`;
      events.event(set, { type: 'Warning', reason: 'ConflictingController', message });
    }
    const owned = withOwners(set, claim, claimant);
    if (owned) await client.update(PersistentVolumeClaim, owned);
  }
}
